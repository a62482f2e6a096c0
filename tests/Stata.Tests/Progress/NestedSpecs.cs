namespace StataRuns.Stata.Tests;

public sealed class NestedSpecs
{
    private const string Main = "display 1\ndo b.do\nclear all\ndisplay 3\n";
    private const string Inner = "clear all\ndisplay 21\ndisplay 22\ndisplay 23\n";

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_nested_do_file_gives_a_fraction_and_its_place() => Bounded.Run(() =>
    {
        var tracker = Log.Read(Main, Log.Head + ". display 1\n1\n\n. do b.do\n\n. clear all\n\n. display 21\n21\n\n. display 22\n", ("b.do", Inner));

        var now = tracker.Snapshot(Log.Start);

        Assert.Equal(1.5, now.Done);
        Assert.Equal(2, now.Line);
        Assert.Equal("do b.do", now.Command);
        Assert.Equal("b.do line 3 of 4", now.Message);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Commands_of_a_nested_file_are_not_taken_for_those_of_mine() => Bounded.Run(() =>
    {
        // "clear all" is the first command there and the next one here, whether or not the other file can be read.
        const string log = ". display 1\n1\n\n. do b.do\n\n. clear all\n\n. display 21\n21\n\n";
        const string rest = "end of do-file\n\n. clear all\n";

        Assert.Equal(2, Log.Read(Main, Log.Head + log).Snapshot(Log.Start).Line);
        Assert.Equal(2, Log.Read(Main, Log.Head + log, ("b.do", Inner)).Snapshot(Log.Start).Line);
        Assert.Equal(3, Log.Read(Main, Log.Head + log + rest).Snapshot(Log.Start).Line);
        Assert.Equal(3, Log.Read(Main, Log.Head + log + rest, ("b.do", Inner)).Snapshot(Log.Start).Line);
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("run b.do")]
    [InlineData("quietly do b.do")]
    public Task A_quiet_do_file_echoes_nothing_and_the_next_echo_is_mine(string command) => Bounded.Run(() =>
        Assert.Equal(2, Log.Read($"{command}\nclear all\ndisplay 3\n", Log.Head + $". {command}\n\n. clear all\n", ("b.do", Inner)).Snapshot(Log.Start).Line));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task An_included_file_may_end_without_saying_so() => Bounded.Run(() =>
        Assert.Equal(2, Log.Read("include b.do\ndisplay 9\n", Log.Head + ". include b.do\n. display 1\n1\n\n. display 9\n", ("b.do", "display 1\n")).Snapshot(Log.Start).Line));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_do_file_that_a_loop_runs_is_followed_each_time() => Bounded.Run(() =>
    {
        const string source = "forvalues i = 1/2 {\n    do b.do\n}\ndisplay 9\n";
        const string pass = "\n. clear all\n\n. display 21\n21\n\n. display 22\n22\n\n. display 23\n23\n\n. \nend of do-file\n";
        var log = Log.Head + ". forvalues i = 1/2 {\n  2.     do b.do\n  3. }\n" + pass + "\n. clear all\n\n. display 21\n";

        var tracker = Log.Read(source, log, ("b.do", Inner));

        Assert.Equal(1, tracker.Snapshot(Log.Start).Line);
        Assert.Equal("b.do line 2 of 4", tracker.Snapshot(Log.Start).Message);
        Assert.Equal(4, Log.Read(source, log + "21\n\nend of do-file\n\n. display 9\n", ("b.do", Inner)).Snapshot(Log.Start).Line);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Files_nested_beyond_measure_are_counted_and_come_back() => Bounded.Run(() =>
    {
        var log = Log.Head + ". do a.do\n" + string.Concat(Enumerable.Repeat("\n. do a.do\n", 40)) + string.Concat(Enumerable.Repeat("\nend of do-file\n", 41)) + "\n. display 2\n";

        Assert.Equal(2, Log.Read("do a.do\ndisplay 2\n", log, ("a.do", "do a.do\n")).Snapshot(Log.Start).Line);
    });
}
