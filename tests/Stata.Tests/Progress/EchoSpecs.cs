namespace StataRuns.Stata.Tests;

public sealed class EchoSpecs
{
    private const string Five = "display 1\ndisplay 2\ndisplay 3\ndisplay 4\ndisplay 5\n";

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task I_see_which_command_runs_and_how_many_are_done() => Bounded.Run(() =>
    {
        var tracker = Log.Read(
            "* title\n\nsysuse auto\nregress price mpg\nsummarize price\n",
            Log.Head + ". * title\n. \n. sysuse auto\n(1978 automobile data)\n\n. regress price mpg\n");

        var now = tracker.Snapshot(Log.Start);

        Assert.Equal(new RunProgress(1, 3, Percent: 33.3, Line: 4, Command: "regress price mpg"), now);
        Assert.Equal("(1978 automobile data)", tracker.LastLine);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task All_is_done_when_the_wrapper_goes_on() => Bounded.Run(() =>
    {
        var tracker = Log.Read("display 1\ndisplay 2\n", Log.Head + ". display 1\n1\n\n. display 2\n2\n\n. " + Log.End);

        Assert.Equal(100, tracker.Snapshot(Log.Start).Percent);
        Assert.Null(tracker.Error);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Wrapped_and_joined_echoes_are_one_command() => Bounded.Run(() =>
    {
        const string source = "rcof \"noi mrmedian chdbeta chdse ldlcbeta ldlcse, weighted penweighted\" == 198\nregress y x1 ///\n        x2 ///\n        x3\ncount\n";
        const string log = ". rcof \"noi mrmedian chdbeta chdse ldlcbeta ldlcse, weighted penweighted\" == 19\n> 8\nnot allowed\n\n. regress y x1 ///\n>         x2 ///\n>         x3\n";
        var tracker = Log.Read(source, Log.Head + log);

        Assert.Equal(2, tracker.Snapshot(Log.Start).Line);
        Assert.Equal("regress y x1 x2 x3", tracker.Snapshot(Log.Start).Command);
        Assert.Equal("not allowed", tracker.LastLine);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task The_echo_of_a_loops_body_counts_once() => Bounded.Run(() =>
    {
        const string source = "forvalues i = 1/3 {\n    display `i'\n}\ndisplay 3\n";
        const string log = ". forvalues i = 1/3 {\n  2.     display `i'\n  3. }\n1\n2\n3\n\n";

        Assert.Equal(0, Log.Read(source, Log.Head + log).Snapshot(Log.Start).Done);
        Assert.Equal("3", Log.Read(source, Log.Head + log).LastLine);
        Assert.Equal(1, Log.Read(source, Log.Head + log + ". display 3\n").Snapshot(Log.Start).Done);
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData(". count\n  0\n", 1)] // it may have more to say
    [InlineData(". count\n  0\n\n", 4)] // it is over, and of the next one nothing is there yet
    [InlineData(". count\n  0\n\n. * a comment\n", 4)]
    [InlineData(". count\n  0\n\n. * a comment\n. \n", 4)]
    [InlineData(". count\n  0\n\n. quietly regress y x\n", 4)]
    [InlineData(". count\n  0\n\n. quietly regress y x\n\n", 5)]
    [InlineData(". count\n  0\n\n. quietly regress y x\n\n. bootstrap, reps(100): x\n(running x)\n\n", 5)]
    [InlineData(". count\n  0\n\n. quietly regress y x\n\n. bootstrap, reps(100): x\n(running x)\n\nBootstrap replications (100): .........10...\n", 5)]
    [InlineData("", 1)]
    public Task The_command_that_runs_is_named_before_the_log_tells_of_it(string log, int line) => Bounded.Run(() => Assert.Equal(
        line,
        Log.Read("count\n* a comment\n\nquietly regress y x\nbootstrap, reps(100): x\ncount\n", Log.Head + log).Snapshot(Log.Start).Line));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Behind_a_blocks_last_line_the_next_command_runs_and_no_brace() => Bounded.Run(() =>
    {
        const string source = "if 1 {\n    count\n}\nelse {\n    describe\n}\nregress y x\n";
        Assert.Equal(7, Log.Read(source, Log.Head + ". if 1 {\n.     count\n  74\n\n").Snapshot(Log.Start).Line);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Lines_of_a_block_without_a_number_and_with_a_wide_one_are_its_own() => Bounded.Run(() =>
    {
        // A blank or comment line makes the next one echo with a full stop; from 100 on the number begins the line.
        var body = string.Concat(Enumerable.Range(2, 120).Select(i => i % 3 == 0 ? $"\n    display {i}\n" : i % 7 == 0 ? $"    * {i}\n    display {i}\n" : $"    display {i}\n"));
        var echo = string.Concat(Enumerable.Range(2, 120).Select(i =>
            i % 3 == 0 ? $"{i,3}. \n.     display {i}\n" : i % 7 == 0 ? $"{i,3}.     * {i}\n.     display {i}\n" : $"{i,3}.     display {i}\n"));
        var source = "forvalues i = 1/3 {\n" + body + "\n}\ndisplay 5\ndisplay 6\n";
        var log = Log.Head + ". forvalues i = 1/3 {\n" + echo + "122. \n. }\n";

        var tracker = Log.Read(source, log);
        Assert.Equal(1, tracker.Snapshot(Log.Start).Line);
        Assert.False(tracker.HasMovedOn);
        Assert.Null(tracker.LastLine);
        Assert.Equal(1, Log.Read(source, log + "5\n\n. display 5\n5\n").Snapshot(Log.Start).Done);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Lines_of_an_if_block_are_followed_and_not_taken_for_what_comes_after() => Bounded.Run(() =>
    {
        const string source = "if 1 {\n    count\n}\ncount\ndisplay 1\n";
        var inside = Log.Read(source, Log.Head + ". if 1 {\n.     count\n  74\n").Snapshot(Log.Start);

        Assert.Equal(2, inside.Line);
        Assert.InRange(inside.Done, 0.01, 0.99);
        Assert.Equal(4, Log.Read(source, Log.Head + ". if 1 {\n.     count\n  74\n. }\n\n. count\n").Snapshot(Log.Start).Line);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_block_whose_lines_are_not_echoed_is_passed_over() => Bounded.Run(() =>
        Assert.Equal(4, Log.Read("quietly {\n    count\n}\ndisplay 1\n", Log.Head + ". quietly {\n\n. display 1\n1\n").Snapshot(Log.Start).Line));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Output_that_looks_like_an_echo_moves_nothing() => Bounded.Run(() =>
    {
        var log = Log.Head + ". display 1\n1\n\n. foo\n. display 4\n. * display 5\n. whatever\n";

        Assert.Equal(1, Log.Read(Five, log).Snapshot(Log.Start).Line);
        Assert.Equal(2, Log.Read(Five, log + "\n. display 2\n2\n").Snapshot(Log.Start).Line);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_lost_place_is_found_again_by_two_echoes_that_follow_each_other() => Bounded.Run(() =>
    {
        var log = Log.Head + ". display 1\n1\n\n. display 3\n3\n\n";

        Assert.Equal(1, Log.Read(Five, log).Snapshot(Log.Start).Line);
        Assert.Equal(4, Log.Read(Five, log + ". display 4\n").Snapshot(Log.Start).Line);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Commands_between_semicolons_are_followed() => Bounded.Run(() =>
    {
        const string source = "#delimit ;\nregress y\n   x ;\ncount ; display 2 ;\n#delimit cr\ndisplay 3\n";
        const string log = ". #delimit ;\ndelimiter now ;\n. regress y\n>    x ;\n\n. count ;\n  74\n\n. display 2 ;\n2\n\n. #delimit cr\ndelimiter now cr\n. display 3\n";

        Assert.Equal(6, Log.Read(source, Log.Head + log).Snapshot(Log.Start).Line);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_log_of_windows_reads_alike() => Bounded.Run(() =>
        Assert.Equal(2, Log.Read(Five, (Log.Head + ". display 1\n1\n\n. display 2\n").ReplaceLineEndings("\r\n")).Snapshot(Log.Start).Line));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task The_last_line_is_seen_before_it_ends() => Bounded.Run(() =>
        Assert.Equal("working on item 7", Log.Read(Five, Log.Head + ". display 1\n1\n\nworking on item 7").LastLine));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Megabytes_without_a_line_end_need_no_memory() => Bounded.Run(() =>
    {
        var tracker = Log.Read(Five, Log.Head + ". display 1\n");
        var flood = new byte[1 << 20];
        Array.Fill(flood, (byte)'x');
        tracker.Feed(flood, Log.Start);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 64; i++)
        {
            tracker.Feed(flood, Log.Start);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024);
        tracker.Feed("\n\n. display 2\n"u8, Log.Start);
        Assert.Equal(2, tracker.Snapshot(Log.Start).Line);
    });
}
