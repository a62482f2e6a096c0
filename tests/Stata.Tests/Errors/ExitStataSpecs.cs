namespace StataRuns.Stata.Tests;

public sealed class ExitStataSpecs
{
    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("exit, STATA", 0, 0)]
    [InlineData("exit, STATA clear", 0, 0)]
    [InlineData("exit 0, clear STATA", 0, 0)]
    [InlineData("exit 5, STATA clear", 5, 5)]
    [InlineData("exit 5, STATA clear", 0, 5)]
    [InlineData("exit =3, STATA", 3, 3)]
    [InlineData("exit `code', STATA", 4, 4)]
    [InlineData("capture exit, STATA", 0, 0)]
    [InlineData("if 1 exit, STATA clear", 0, 0)]
    public Task The_do_files_own_exit_tells_its_code(string command, int status, int code) => Bounded.Run(() =>
        Assert.Equal(code, Detect($"display 1\n{command}\n", $". display 1\n1\n\n. {command}\n", status)));

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("exit", 0)]
    [InlineData("exit, clear", 0)]
    [InlineData("exit, stata", 0)]
    [InlineData("exit, STATA", 1)]
    [InlineData("exit, STATA", 137)]
    [InlineData("exit 5, STATA", 7)]
    [InlineData("exit `code', STATA", 0)]
    [InlineData("display \"exit, STATA\"", 0)]
    public Task Anything_less_is_no_code(string command, int status) => Bounded.Run(() =>
        Assert.Null(Detect($"display 1\n{command}\n", $". display 1\n1\n\n. {command}\n", status)));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_killed_process_has_no_code_wherever_it_was() => Bounded.Run(() =>
        Assert.Null(Detect("exit, STATA\n", ". exit, STATA\n", status: null)));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task An_exit_that_stata_refused_or_went_past_has_no_code() => Bounded.Run(() =>
    {
        Assert.Null(Detect("exit, STATA\n", ". exit, STATA\nno; data in memory would be lost\nr(4);\n", 0));
        Assert.Null(Detect("exit, STATA\n* more\n", ". exit, STATA\n\n. * more\n", 0));
        Assert.Null(Detect("if 0 exit, STATA\ndisplay 1\n", ". if 0 exit, STATA\n\n. display 1\n", 0));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task An_exit_inside_a_block_tells_its_code() => Bounded.Run(() =>
    {
        Assert.Equal(0, Detect("if 1 {\n  exit, STATA\n}\n", ". if 1 {\n.   exit, STATA\n", 0));
        Assert.Equal(3, Detect("foreach v in a b {\n  display 1\n  exit 3, STATA\n}\n", ". foreach v in a b {\n  2.   display 1\n  3.   exit 3, STATA\n  4. }\n1\n", 3));
        Assert.Null(Detect("foreach v in a b {\n  display 1\n}\n", ". foreach v in a b {\n  2.   display 1\n  3. }\n1\n", 0));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Output_that_says_exit_is_no_exit() => Bounded.Run(() =>
        Assert.Null(Detect("display \". exit, STATA\"\nexit, STATA\n", ". display \". exit, STATA\"\n. exit, STATA clear\n", 0)));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task An_exit_in_a_nested_file_tells_its_code() => Bounded.Run(() =>
    {
        var tracker = Log.Read("do b.do\n", Log.Head + ". do b.do\n\n. exit, STATA clear\n", ("b.do", "exit, STATA clear\n"));

        Assert.Equal(0, ExitStataDetector.Detect(tracker, 0));
    });

    private const string Quit = "program define quitnow\n  display \"bye\"\n  exit, STATA clear\nend\n";
    private const string QuitEcho = ". program define quitnow\n  1.   display \"bye\"\n  2.   exit, STATA clear\n  3. end\n\n";

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("quitnow")]
    [InlineData("quietly quitnow")]
    [InlineData("capture noisily quitnow")]
    [InlineData("cap n quitnow")]
    [InlineData("version 17: quitnow")]
    [InlineData("quitnow, option")]
    [InlineData("if _rc == 0 quitnow")]
    [InlineData("if \"`c(os)'\" != \"exit\" qui quitnow")]
    [InlineData("else quitnow")]
    public Task An_exit_in_a_program_that_the_do_file_defines_tells_its_code(string call) => Bounded.Run(() =>
    {
        foreach (var said in new[] { "", "bye\n", "much\n\nmore\nbye\n" })
        {
            Assert.Equal(0, Detect($"{Quit}{call}\ndisplay 2\n", $"{QuitEcho}. {call}\n{said}", 0));
        }
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("quitnow", "bye\n", 1)]
    [InlineData("quitnow", "bye\n", 143)]
    [InlineData("quitnow", "bye\n", null)]
    [InlineData("quitnow", "by", 0)]
    [InlineData("quitnow", "bye\n\n. display 2\n2\n", 0)]
    [InlineData("quitnow", "bye\n\n. * a comment\n", 0)]
    [InlineData("quitnow", "no; dataset in memory has changed since last saved\nr(4);\n", 0)]
    [InlineData("quitnow", "\nend of do-file\n", 0)]
    [InlineData("quitlater", "bye\n", 0)]
    [InlineData("display \"quitnow\"", "quitnow\n", 0)]
    [InlineData("quitnow_ado", "bye\n", 0)]
    [InlineData("generate quitnow = 1", "", 0)]
    public Task A_program_tells_nothing_where_anything_speaks_against_it(string call, string said, int? status) => Bounded.Run(() =>
        Assert.Null(Detect($"{Quit}{call}\n* a comment\ndisplay 2\n", $"{QuitEcho}. {call}\n{said}", status)));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_program_that_is_only_defined_later_or_not_at_all_tells_nothing() => Bounded.Run(() =>
    {
        Assert.Null(Detect($"quitnow\n{Quit}", ". quitnow\n", 0));
        Assert.Null(Detect("quitnow\n", ". quitnow\n", 0));
        Assert.Null(Detect(Quit, QuitEcho, 0));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Programs_are_followed_into_programs_branches_and_loops() => Bounded.Run(() =>
    {
        const string inner = "program finish\n  args code\n  forvalues i = 1/3 {\n    if `i' == 2 {\n      exit 7, STATA\n    }\n  }\nend\n";
        const string outer = "program outer\n  display 1\n  if 1 finish\n  outer\nend\n";
        const string echo = ". program finish\n  1.   args code\n  2.   forvalues i = 1/3 {\n  3.     if `i' == 2 {\n  4.       exit 7, STATA\n  5.     }\n  6.   }\n  7. end\n\n. program outer\n  1.   display 1\n  2.   if 1 finish\n  3.   outer\n  4. end\n\n";

        Assert.Equal(7, Detect($"{inner}{outer}outer\n", $"{echo}. outer\n1\n", 7));
        Assert.Equal(7, Detect($"{inner}{outer}foreach v in a b {{\n  outer\n}}\n", $"{echo}. foreach v in a b {{\n  2.   outer\n  3. }}\n1\n", 7));
        Assert.Null(Detect($"{inner}{outer}outer\n", $"{echo}. outer\n1\n", 8));
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("if `1' exit 3, STATA\n  exit, STATA", 3, 3)]
    [InlineData("if `1' exit 3, STATA\n  exit, STATA", 0, null)]
    [InlineData("exit, STATA\n  exit 3, STATA", 0, 0)]
    [InlineData("exit `1', STATA", 3, 3)]
    [InlineData("exit `1', STATA", 0, null)]
    [InlineData("if `1' exit `2', STATA\n  exit, STATA", 0, null)]
    [InlineData("exit\n  exit, STATA", 0, null)]
    [InlineData("exit 3", 3, null)]
    [InlineData("mata: st_exit()\n  display \"exit, STATA\"", 0, null)]
    public Task Of_several_exits_only_one_code_that_fits_counts(string body, int status, int? code) => Bounded.Run(() =>
        Assert.Equal(code, Detect(
            $"program q\n  {body}\nend\nq 1\n",
            $". program q\n{string.Concat(body.Split('\n').Select((line, i) => $"  {i + 1}. {line}\n"))}  {body.Split('\n').Length + 1}. end\n\n. q 1\n", status)));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Of_two_definitions_both_must_end_Stata() => Bounded.Run(() =>
    {
        const string other = "program drop quitnow\nprogram define quitnow\n  display 3\nend\n";
        const string otherEcho = ". program drop quitnow\n\n. program define quitnow\n  1.   display 3\n  2. end\n\n";

        Assert.Null(Detect($"{Quit}{other}quitnow\n", $"{QuitEcho}{otherEcho}. quitnow\n", 0));
        Assert.Equal(0, Detect($"{Quit}program drop quitnow\n{Quit}quitnow\n", $"{QuitEcho}. program drop quitnow\n\n{QuitEcho}. quitnow\n", 0));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_program_that_another_do_file_defined_is_known() => Bounded.Run(() =>
    {
        foreach (var (call, echo) in new[] { ("run defs.do", ". run defs.do\n\n"), ("do defs.do", $". do defs.do\n\n{QuitEcho}. \nend of do-file\n\n"), ("quietly do `\"defs.do\"'", ". quietly do `\"defs.do\"'\n\n"), ("include defs.do", $". include defs.do\n\n{QuitEcho}") })
        {
            var tracker = Log.Read($"{call}\nquitnow\n", $"{Log.Head}{echo}. quitnow\nbye\n", ("defs.do", Quit));

            Assert.Equal(0, ExitStataDetector.Detect(tracker, 0));
        }

        var inside = Log.Read($"{Quit}do b.do\n", $"{Log.Head}{QuitEcho}. do b.do\n\n. quitnow\nbye\n", ("b.do", "quitnow\n"));
        Assert.Equal(0, ExitStataDetector.Detect(inside, 0));
        Assert.Null(ExitStataDetector.Detect(Log.Read("run unknown.do\nquitnow\n", $"{Log.Head}. run unknown.do\n\n. quitnow\nbye\n"), 0));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_do_file_that_is_run_without_echo_tells_its_code() => Bounded.Run(() =>
    {
        var silent = Log.Read("run b.do\n", $"{Log.Head}. run b.do\n", ("b.do", "display 1\nexit 4, STATA\n"));
        Assert.Equal(4, ExitStataDetector.Detect(silent, 4));

        // Its lines would have been echoed.
        var heard = Log.Read("do b.do\n", $"{Log.Head}. do b.do\n", ("b.do", "display 1\nexit 4, STATA\n"));
        Assert.Null(ExitStataDetector.Detect(heard, 4));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_branch_tells_its_code_by_the_echo_of_the_exit_and_a_silent_block_by_its_own() => Bounded.Run(() =>
    {
        Assert.Equal(0, Detect("if 0 {\n  display 1\n}\nelse {\n  exit, STATA clear\n}\n", ". if 0 {\n.   display 1\n. }\n\n. else {\n.   exit, STATA clear\n", 0));
        Assert.Null(Detect("if 1 {\n  display 1\n  exit, STATA\n}\n", ". if 1 {\n", 0));
        Assert.Null(Detect("if 1 {\n  display 1\n  exit, STATA\n}\n", ". if 1 {\n.   display 1\n1\n", 0));
        Assert.Null(Detect("if 0 {\n  exit, STATA\n}\ndisplay 2\n", ". if 0 {\n.   exit, STATA\n. }\n\n. display 2\n", 0));
        Assert.Equal(3, Detect("quietly {\n  display 1\n  if 1 {\n    exit 3, STATA\n  }\n}\n", ". quietly {\n", 3));
        Assert.Equal(0, Detect($"{Quit}capture {{\n  quitnow\n}}\n", $"{QuitEcho}. capture {{\n", 0));
        Assert.Equal(0, Detect("if 1 {\n  while 1 {\n    exit, STATA\n  }\n}\n", ". if 1 {\n.   while 1 {\n  2.     exit, STATA\n  3.   }\n", 0));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Graphs_that_were_in_memory_at_the_exit_are_known() => Bounded.Run(() =>
    {
        const string source = """
            scatter y x
            graph bar x, name(bars)
            graph drop bars
            if 0 {
              line y x, name(never)
            }
            run b.do
            if 1 {
              histogram x, name(h, replace)
              foreach v in a b {
                kdensity `v', name(k_`v')
                if 1 exit, STATA
              }
            }

            """;
        var log = Log.Head + ". scatter y x\n\n. graph bar x, name(bars)\n\n. graph drop bars\n\n. if 0 {\n.   line y x, name(never)\n. }\n\n. run b.do\n\n. if 1 {\n.   histogram x, name(h, replace)\n.   foreach v in a b {\n  2.     kdensity `v', name(k_`v')\n  3.     if 1 exit, STATA\n  4.   }\n";
        var tracker = Log.Read(source, log, ("b.do", "graph twoway line y x, name(b)\n"));

        Assert.Equal(0, ExitStataDetector.Detect(tracker, 0));
        var names = GraphsReached.InMemory(ReachedLines.Of(tracker));
        Assert.Equal(["Graph", "b", "h", "k_`v'"], names);
        Assert.Contains("Graph, b, h, k_`v'.", GraphNotes.LostByExit(names), StringComparison.Ordinal);
        Assert.Empty(GraphsReached.InMemory(ReachedLines.Of(Log.Read("scatter y x\nclear all\nexit, STATA\n", Log.Head + ". scatter y x\n\n. clear all\n\n. exit, STATA\n"))));
        Assert.Null(GraphNotes.LostByExit([]));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Programs_that_call_each_other_without_end_cost_no_more_than_their_text() => Bounded.Run(() =>
    {
        var programs = Enumerable.Range(0, 60).Select(i => $"program p{i}\n{string.Concat(Enumerable.Repeat($"  p{i + 1}\n", 20))}  p0\nend").Append("program p60\n  exit 9, STATA\nend").ToList();
        var echoes = programs.Select(program => string.Join('\n', program.Split('\n').Select((line, i) => i == 0 ? $". {line}" : $"{i,3}. {line}")));

        Assert.Equal(9, Detect($"{string.Join('\n', programs)}\np0\n", $"{string.Join("\n\n", echoes)}\n\n. p0\n", 9));
    });

    private static int? Detect(string source, string log, int? status) => ExitStataDetector.Detect(Log.Read(source, Log.Head + log), status);
}
