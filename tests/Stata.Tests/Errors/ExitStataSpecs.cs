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

    private static int? Detect(string source, string log, int? status) => ExitStataDetector.Detect(Log.Read(source, Log.Head + log), status);
}
