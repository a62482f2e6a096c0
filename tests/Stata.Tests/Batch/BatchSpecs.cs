using System.Text;

namespace StataRuns.Stata.Tests;

public sealed class BatchSpecs
{
    private const string Nonce = "a1b2c3";

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Each_system_gets_its_own_batch_command() => Bounded.Run(() =>
    {
        var installation = new StataInstallation("/s/stata-mp", "MP", "18.0");

        Assert.Equal(["-b", "-q", "do", "\"/a b/output.do\""], BatchCommand.For(installation, MachineKind.Linux, "/a b/output.do").Arguments);
        Assert.Equal(["-b", "-q", "do", "\"/a b/output.do\""], BatchCommand.For(installation, MachineKind.MacOS, "/a b/output.do").Arguments);
        Assert.Equal(["/e", "/q", "do", @"C:\a b\output.do"], BatchCommand.For(installation, MachineKind.Windows, @"C:\a b\output.do").Arguments);
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("/home/Zoë's data, 研究/output.do", true)]
    [InlineData("/home/$HOME/output.do", false)]
    [InlineData("/home/`x'/output.do", false)]
    [InlineData("/home/a \"b\"/output.do", false)]
    [InlineData("/home/a\\b/output.do", false)]
    [InlineData("/home/two\nlines/output.do", false)]
    public Task A_path_stands_in_the_command_line_only_where_stata_would_leave_it_as_it_is(string path, bool can) => Bounded.Run(() =>
    {
        Assert.Equal(can, BatchCommand.CanName(path, MachineKind.Linux));
        Assert.True(BatchCommand.CanName(@"C:\a b\output.do", MachineKind.Windows));
        Assert.False(BatchCommand.CanName(@"C:\$a\output.do", MachineKind.Windows));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task The_wrapper_runs_my_file_and_tells_its_return_code() => Bounded.Run(() =>
    {
        var files = Render(new WrapperRequest("/runs/x/1", "/p/main.do", ["one", "two words"], "/p", Nonce));

        Assert.Equal(
            """
            quietly run `"/runs/x/1/begin.do"'
            capture noisily do `"/p/main.do"' `"one"' `"two words"'
            run `"/runs/x/1/end.do"' `=_rc'

            """,
            Encoding.UTF8.GetString(files.Output));
        var begin = Encoding.UTF8.GetString(files.Begin);
        Assert.Contains("file open stataruns_mark using `\"/runs/x/1/begun\"', write text replace\nfile write stataruns_mark \"a1b2c3\" _n\n", begin, StringComparison.Ordinal);
        Assert.Contains("set more off\ncapture cd `\"/p\"'\nif _rc != 0 {\n    local rc = _rc\n    capture noisily cd `\"/p\"'\n    run `\"/runs/x/1/end.do\"' `rc'\n    exit, STATA clear\n}\n", begin, StringComparison.Ordinal);
        Assert.Contains("file write stataruns_mark \"a1b2c3 `rc' end\" _n\n", Encoding.UTF8.GetString(files.End), StringComparison.Ordinal);
        Assert.All(files.Files, file => Assert.NotEqual(0xEF, file.Bytes[0]));
        Assert.All(files.Files, file => Assert.DoesNotContain((byte)'\r', file.Bytes));
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("/p/it's \"here\" & 数据.do", "`\"/p/it's \"here\" & 数据.do\"'")]
    [InlineData("/p/$HOME/`x'.do", @"`""/p/\$HOME/\`x'.do""'")]
    [InlineData(@"C:\data\$x\main.do", @"`""C:/data/\$x/main.do""'")]
    [InlineData(@"\\server\share\main.do", @"`""//server/share/main.do""'")]
    [InlineData(@"/p/a\$b\c.do", @"`""/p/a\\\$b\c.do""'")]
    public Task A_path_is_written_so_that_stata_reads_it_as_it_is(string path, string literal) => Bounded.Run(() =>
    {
        var files = Render(new WrapperRequest("/r", path, [], "/p", Nonce));

        Assert.Contains($"capture noisily do {literal}\n", Encoding.UTF8.GetString(files.Output), StringComparison.Ordinal);
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("/runs/x/attempt-1", "/runs/x/attempt-1/graphs")]
    [InlineData("/runs/$HOME/it's/1", @"/runs/\$HOME/it's/1/graphs")]
    public Task Graphs_are_exported_behind_the_return_code_into_a_folder_that_is_written_out(string attempt, string written) => Bounded.Run(() =>
    {
        var end = Encoding.UTF8.GetString(Render(new WrapperRequest(attempt, "/p/main.do", [], "/p", Nonce)).End);

        var mark = end.IndexOf(" end\" _n\n", StringComparison.Ordinal);
        var export = end.IndexOf($"capture quietly graph export `\"{written}/`graph'.svg\"', name(`graph') as(svg) replace\n", StringComparison.Ordinal);
        Assert.True(mark > 0 && export > mark, end);
        Assert.Contains($"capture mkdir `\"{written}\"'\n", end, StringComparison.Ordinal);

        // Nothing behind the mark can end the do-file with an error of its own.
        var lines = end[mark..].Split('\n')[1..].Select(line => line.Trim()).Where(line => line.Length > 0);
        Assert.All(lines.Skip(1), line => Assert.Matches("^(capture |if _rc |local |foreach |})", line));
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("two\nlines", "line break")]
    [InlineData("ends here\"' display 1", "not balanced")]
    [InlineData("opens `\" only", "not balanced")]
    [InlineData("ends in a backtick`", "not balanced")]
    public Task What_stata_cannot_say_is_refused_with_a_sentence(string argument, string reason) => Bounded.Run(() =>
    {
        Assert.Null(WrapperDoFiles.Render(new WrapperRequest("/r", "/p/m.do", ["fine", argument], "/p", Nonce), out var problem));
        Assert.StartsWith("The argument 2 can't be written in Stata's language: ", problem, StringComparison.Ordinal);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Half_a_character_is_refused_with_a_sentence() => Bounded.Run(() =>
    {
        Assert.Null(WrapperDoFiles.Render(new WrapperRequest("/r", "/p/m.do", ["half a \uD83D"], "/p", Nonce), out var problem));
        Assert.Contains("not valid Unicode", problem, StringComparison.Ordinal);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_megabyte_of_arguments_is_refused_with_a_sentence() => Bounded.Run(() =>
    {
        Assert.Null(WrapperDoFiles.Render(new WrapperRequest("/r", "/p/m.do", [new string('x', 1_000_000)], "/p", Nonce), out var problem));
        Assert.Contains("Stata takes 200000", problem, StringComparison.Ordinal);
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("a1b2c3 0 end\n", 0)]
    [InlineData("a1b2c3 0 end\r\n", 0)]
    [InlineData("a1b2c3 111 end\n", 111)]
    [InlineData("a1b2c3 0 end", null)]
    [InlineData("a1b2c3 0 en", null)]
    [InlineData("a1b2c3 11", null)]
    [InlineData("a1b2c3 ", null)]
    [InlineData("a1b2c3  end\n", null)]
    [InlineData("a1b2c3 -1 end\n", null)]
    [InlineData("a1b2c3 0 end\nmore", null)]
    [InlineData("other 0 end\n", null)]
    [InlineData("", null)]
    public Task Only_a_whole_mark_of_this_attempt_is_a_return_code(string text, int? code) => Bounded.Run(() =>
        Assert.Equal(code, ResultMark.Read(Encoding.UTF8.GetBytes(text), Nonce)));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task The_begun_mark_is_whole_or_none() => Bounded.Run(() =>
    {
        Assert.True(BegunMark.Read("a1b2c3\n"u8, Nonce));
        Assert.True(BegunMark.Read("a1b2c3\r\n"u8, Nonce));
        Assert.False(BegunMark.Read("a1b2c3"u8, Nonce));
        Assert.False(BegunMark.Read("other\n"u8, Nonce));
        Assert.False(BegunMark.Read([], Nonce));
    });

    [Fact(Timeout = 10_000)]
    public Task The_wrappers_last_line_is_known_wherever_the_log_wraps_it() => Bounded.Run(() =>
    {
        const string line = ". run `\"/data/runs/01m86xjczpewpasnywtvqwez84.vm/attempt-1/end.do\"' `=_rc'";
        for (var length = ". run `\"/data".Length; length <= line.Length; length++)
        {
            Assert.True(WrapperEcho.IsEnd(Encoding.UTF8.GetBytes(line[..length])), line[..length]);
        }

        Assert.False(WrapperEcho.IsEnd(". run `\"/p/other.do\"' `=_rc'"u8));
        Assert.False(WrapperEcho.IsEnd(". run `\"/p/end.do\"' 5"u8));
    });

    [Theory(Timeout = 10_000)]
    [InlineData(". do \"/data/runs/01m86xjczpewpasnywtvqwez84.vm/attempt-1/output.do\" ", ". do \"/data")]
    [InlineData(". quietly run `\"/data/runs/01m86xjczpewpasnywtvqwez84.vm/attempt-1/begin.do\"'", ". quietly run `\"/data")]
    public Task The_wrappers_first_lines_are_known_wherever_the_log_wraps_them(string line, string shortest) => Bounded.Run(() =>
    {
        for (var length = shortest.Length; length <= line.Length; length++)
        {
            var first = Encoding.UTF8.GetBytes(line[..length]);
            Assert.True(WrapperEcho.IsBegin(first), line[..length]);
            Assert.False(WrapperEcho.IsEnd(first), line[..length]);
            Assert.Equal(line, Encoding.UTF8.GetString(WrapperEcho.Whole(first, Encoding.UTF8.GetBytes($"> {line[length..]}\r\n\nmore\n"))));
        }
    });

    [Theory(Timeout = 10_000)]
    [InlineData(". do output.do", true)]
    [InlineData(". do output.do ", true)]
    [InlineData(". run begin.do", true)]
    [InlineData(". do \"/p/main.do\"", false)]
    [InlineData(". do output.do again", false)]
    [InlineData(". quietly run `\"/p/main.do\"'", false)]
    [InlineData(". quietly run main.do", false)]
    public Task An_earlier_versions_first_lines_are_known_and_a_users_own_are_not(string line, bool isOurs) => Bounded.Run(() =>
        Assert.Equal(isOurs, WrapperEcho.IsBegin(Encoding.UTF8.GetBytes(line))));

    private static WrapperDoFiles Render(WrapperRequest request)
    {
        var files = WrapperDoFiles.Render(request, out var problem);
        Assert.Null(problem);
        return files!;
    }
}
