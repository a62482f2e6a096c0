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
    public Task In_an_if_block_the_rest_of_it_is_echoed_and_the_first_code_has_the_place() => Bounded.Run(() =>
    {
        const string source = "count\nif 1 {\n    foo 1\n    count\n}\nelse {\n    count\n}\ndisplay 1\n";
        const string log = Log.Head + ". count\n  0\n\n. if 1 {\n.     foo 1\ncommand foo is unrecognized\nr(199);\n.     count\n. }\ncommand foo is unrecognized\nr(199);\n" + Log.End;

        Assert.Equal(new StataError(199, "command foo is unrecognized", "foo 1", "/p/main.do", 3), Read(source, log, 199));
        Assert.Equal(3, Log.Read(source, log).Snapshot(Log.Start).Line);
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("0 invalid name\n(error in option at())\n", "0 invalid name (error in option at())")]
    [InlineData("2 contradictions in 74 observations\nassertion is false\n", "2 contradictions in 74 observations; assertion is false")]
    [InlineData("Traceback (most recent call last):\n  File \"<stdin>\", line 2\nValueError: no\n(0 lines skipped)\n--------------------------------\n", "ValueError: no")]
    [InlineData("                 <istmt>:  3499  y not found\n-----------------------------------------\n", "<istmt>: 3499 y not found")]
    [InlineData("  - regress y zzz\n  = regress y zzz\nvariable zzz not found\n------------------------------------ end mine ---\n", "variable zzz not found")]
    [InlineData("file /a/path/that/is/very/long\n    > /x.dta not found\n", "file /a/path/that/is/very/long/x.dta not found")]
    [InlineData("a table\n\nvariable zzz not found\n\n", "variable zzz not found")]
    [InlineData("a line\nof output\nvariable zzz not found\n", "variable zzz not found")]
    public Task What_Stata_prints_around_a_message_is_no_part_of_it(string said, string message) => Bounded.Run(() =>
    {
        var log = Log.Head + ". mine\n" + said + "r(111);\n" + Log.End;
        Assert.Equal(message, Read("mine\n", log, 111).Message);
        Assert.Equal(message, StataErrorReader.Read(111, Log.Bytes(log), null, null).Message);
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("display as error \"bad data\"\nexit 198\n", ". display as error \"bad data\"\nbad data\n\n. exit 198\ninvalid syntax\nr(198);\n", 198, "bad data (invalid syntax)")]
    [InlineData("noi di as err \"bad data\"\nerror 9\n", ". noi di as err \"bad data\"\nbad data\n\n. error 9\nassertion is false\nr(9);\n", 9, "bad data (assertion is false)")]
    [InlineData("display \"good\"\nexit 198\n", ". display \"good\"\ngood\n\n. exit 198\ninvalid syntax\nr(198);\n", 198, "invalid syntax")]
    [InlineData("exit 1\n", ". exit 1\n--Break--\nr(1);\n", 1, "the do-file ended itself with exit 1")]
    [InlineData("sleep 1000\n", ". sleep 1000\n--Break--\nr(1);\n", 1, "--Break--")]
    public Task A_do_file_that_ends_itself_says_why_in_its_own_words(string source, string log, int code, string message) => Bounded.Run(() =>
        Assert.Equal(message, Read(source, Log.Head + log + Log.End, code).Message));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task With_times_behind_the_codes_they_are_codes_all_the_same() => Bounded.Run(() =>
    {
        const string log = Log.Head + ". set rmsg on\nr; t=0.00 10:00:00\n\n. foo\ncommand foo is unrecognized\nr(199); t=0.01 10:00:01\n" + Log.End;

        Assert.Equal(new StataError(199, "command foo is unrecognized", "foo", "/p/main.do", 2), Read("set rmsg on\nfoo\n", log, 199));
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
        Assert.Equal(
            new StataError(170, "unable to change to /gone", null, "/p/main.do"),
            Read("display 1\n", "Running /home/ann/profile.do ...\nwelcome\n. quietly run `\"/home/ann/a/very/long/path/of/a/folder/in/which/a/run/is/att\n> empt-1/begin.do\"'\nunable to change to /gone\n", 170));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task The_wrapped_rest_of_the_wrappers_last_line_is_no_part_of_the_command() => Bounded.Run(() =>
    {
        var error = StataErrorReader.Read(
            7, ". exit 7\n\nend of do-file\n\n. run `\"/home/ann/a/very/long/path/of/a/folder/in/which/a/run/is/\n> attempt-1/end.do\"' `=_rc'\n"u8, tracker: null, "/p/main.do");

        Assert.Equal("exit 7", error.Command);
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
