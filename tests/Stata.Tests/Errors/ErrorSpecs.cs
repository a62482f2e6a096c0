namespace StataRuns.Stata.Tests;

public sealed class ErrorSpecs
{
    [Fact(Timeout = Bounded.Milliseconds)]
    public Task I_am_told_what_failed_where_and_why() => Bounded.Run(() =>
    {
        const string log = Log.Head + ". sysuse auto\n(1978 automobile data)\n\n. regress y zzz\nvariable zzz not found\nr(111);\n" + Log.End;

        var error = Read("* hello\nsysuse auto\nregress y zzz\ncount\n", log, 111);

        Assert.Equal(new StataError(111, "variable zzz not found", "regress y zzz", "/p/main.do", 3), error);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task In_nested_files_I_am_told_the_innermost_and_the_way_there() => Bounded.Run(() =>
    {
        const string log = Log.Head + ". do b.do\n\n. do c.do\n\n. display 1\n1\n\n. foo\ncommand foo is unrecognized\nr(199);\n\nend of do-file\n\nr(199);\n\nend of do-file\n\nr(199);\n" + Log.End;

        var error = Read("do b.do\ndisplay 9\n", log, 199, ("b.do", "\n\ndo c.do\n"), ("c.do", "display 1\nfoo\n"));

        Assert.Equal(
            new StataError(199, "command foo is unrecognized (in c.do line 2, called from b.do line 3, called from main.do line 1)", "foo", "/p/c.do", 2),
            error);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task In_a_loop_I_get_the_line_that_names_what_is_missing() => Bounded.Run(() =>
    {
        const string source = "display 1\nforeach v in a b {\n    display \"`v'\"\n    summarize zzz\n}\n";
        const string log = Log.Head + ". display 1\n1\n\n. foreach v in a b {\n  2.     display \"`v'\"\n  3.     summarize zzz\n  4. }\na\nvariable zzz not found\nr(111);\n" + Log.End;

        Assert.Equal(new StataError(111, "variable zzz not found", "summarize zzz", "/p/main.do", 4), Read(source, log, 111));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task In_a_loop_that_does_not_tell_I_get_the_loops_own_line() => Bounded.Run(() =>
    {
        const string source = "foreach v in a b {\n    confirm variable `v'\n    summarize `v'\n}\n";
        const string log = Log.Head + ". foreach v in a b {\n  2.     confirm variable `v'\n  3.     summarize `v'\n  4. }\nvariable a not found\nr(111);\n" + Log.End;

        // "a" stands in the loop's head alone, which is the loop's own line.
        Assert.Equal(1, Read(source, log, 111).Line);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_captured_error_is_none() => Bounded.Run(() =>
    {
        const string log = Log.Head + ". capture noisily do b.do\n\n. foo\ncommand foo is unrecognized\nr(199);\n\nend of do-file\n\n. display 2\n2\n\n. " + Log.End;
        var tracker = Log.Read("capture noisily do b.do\ndisplay 2\n", log, ("b.do", "foo\n"));

        Assert.Null(tracker.Error);
        Assert.Equal(100, tracker.Snapshot(Log.Start).Percent);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_long_message_that_was_wrapped_is_whole_again() => Bounded.Run(() =>
    {
        const string log = Log.Head + ". use x\nfile /a/very/long/path/that/does/not/fit/into/the/line/of/eighty/characters/x.dta \n> not found\nr(601);\n" + Log.End;

        Assert.Equal("file /a/very/long/path/that/does/not/fit/into/the/line/of/eighty/characters/x.dta not found", Read("use x\n", log, 601).Message);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_code_without_a_message_is_told_in_words() => Bounded.Run(() =>
    {
        const string log = Log.Head + ". assert 0\nr(9);\n" + Log.End;

        Assert.Equal(new StataError(9, "assertion is false", "assert 0", "/p/main.do", 1), Read("assert 0\n", log, 9));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_code_of_which_the_log_says_nothing_is_told_with_the_last_command() => Bounded.Run(() =>
    {
        const string log = Log.Head + ". display 1\n1\n\n. exit 7\n" + Log.End;

        Assert.Equal(new StataError(7, ReturnCodes.Text(7), "exit 7", "/p/main.do", 2), Read("display 1\nexit 7\n", log, 7));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_do_file_that_could_not_be_reached_is_told_as_stata_told_it() => Bounded.Run(() =>
    {
        const string log = ". run begin.do\nunable to change to /gone\n";

        Assert.Equal(new StataError(170, "unable to change to /gone", null, "/p/main.do"), Read("display 1\n", log, 170));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task An_end_of_log_alone_tells_message_and_command() => Bounded.Run(() =>
    {
        var error = StataErrorReader.Read(111, "half a line\n\n. regress y ///\n>   zzz\nvariable zzz not found\nr(111);\n\nend of do-file\n"u8, tracker: null, "/p/main.do");

        Assert.Equal(new StataError(111, "variable zzz not found", "regress y /// zzz", "/p/main.do"), error);
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData(1, "Break")]
    [InlineData(111, "not found")]
    [InlineData(430, "convergence not achieved")]
    [InlineData(2000, "no observations")]
    [InlineData(678, "socket")]
    [InlineData(345, "results")]
    [InlineData(77777, "error")]
    public Task Every_code_has_words(int code, string words) => Bounded.Run(() => Assert.Contains(words, ReturnCodes.Text(code), StringComparison.Ordinal));

    private static StataError Read(string source, string log, int code, params (string Path, string Source)[] nested) =>
        StataErrorReader.Read(code, Log.Bytes(log), Log.Read(source, log, nested), "/p/main.do");
}
