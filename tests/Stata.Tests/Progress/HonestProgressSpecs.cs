namespace StataRuns.Stata.Tests;

/// <summary>Where nothing can be told of how far a run is, nothing is told.</summary>
public sealed class HonestProgressSpecs
{
    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_loop_that_has_run_longer_than_all_before_it_has_no_percentage() => Bounded.Run(() =>
    {
        var tracker = new ProgressTracker(Log.File("clear all\nset obs 10\nforvalues i = 1/`n' {\n  display `i'\n}\ndisplay 1\n"));
        tracker.Feed(Log.Bytes(Log.Head + ". clear all\n\n. set obs 10\n"), Log.Start);
        tracker.Feed(Log.Bytes("Number of observations (_N) was 0, now 10.\n\n"), Log.Start.AddSeconds(8));
        tracker.Feed(Log.Bytes(". forvalues i = 1/`n' {\n  2.   display `i'\n  3. }\n1\n"), Log.Start.AddSeconds(10));

        Assert.Equal(50, tracker.Snapshot(Log.Start.AddSeconds(12)).Percent);
        var late = tracker.Snapshot(Log.Start.AddSeconds(25));
        Assert.Null(late.Percent);
        Assert.Null(late.Total);
        Assert.Null(late.EtaSeconds);
        Assert.Equal((3, 2.0), (late.Line, late.Done));

        tracker.Feed(Log.Bytes("2\n\n. display 1\n1\n"), Log.Start.AddSeconds(30));
        Assert.Equal(75, tracker.Snapshot(Log.Start.AddSeconds(30)).Percent);
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("quietly")]
    [InlineData("capture")]
    [InlineData("capture quietly")]
    public Task A_file_that_is_one_silent_block_has_no_percentage(string prefix) => Bounded.Run(() =>
    {
        var tracker = new ProgressTracker(Log.File($"{prefix} {{\n  regress y x\n}}\nexit\n"));
        tracker.Feed(Log.Bytes(Log.Head + $". {prefix} {{\n"), Log.Start);

        Assert.Equal((null, null, null), Told(tracker.Snapshot(Log.Start)));
        Assert.Equal((null, null, null), Told(tracker.Snapshot(Log.Start.AddHours(1))));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_block_whose_lines_are_echoed_is_counted() => Bounded.Run(() =>
    {
        var tracker = new ProgressTracker(Log.File("noisily {\n  count\n  count\n}\n"));
        tracker.Feed(Log.Bytes(Log.Head + ". noisily {\n.   count\n  0\n"), Log.Start);

        Assert.Equal(25, tracker.Snapshot(Log.Start.AddSeconds(1)).Percent);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_bootstrap_within_a_loop_is_not_the_loops_progress() => Bounded.Run(() =>
    {
        var tracker = new ProgressTracker(Log.File("foreach y in a b {\n  bootstrap: regress `y'\n}\ndisplay 1\n"));
        tracker.Feed(Log.Bytes(Log.Head + ". foreach y in a b {\n  2.   bootstrap: regress `y'\n  3. }\n\nBootstrap replications (10): .........10 done\n"), Log.Start);

        var seen = tracker.Snapshot(Log.Start.AddSeconds(1));
        Assert.Equal(0, seen.Done);
        Assert.Null(seen.Percent);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task An_estimate_that_is_used_up_is_no_estimate() => Bounded.Run(() =>
    {
        var tracker = new ProgressTracker(Log.File("sleep 1\nsleep 2\nsleep 3\n"));
        tracker.Feed(Log.Bytes(Log.Head + ". sleep 1\n"), Log.Start);
        tracker.Feed(Log.Bytes("\n. sleep 2\n"), Log.Start.AddSeconds(100));
        tracker.Feed(Log.Bytes("\n. sleep 3\n"), Log.Start.AddSeconds(110));

        Assert.NotNull(tracker.Snapshot(Log.Start.AddSeconds(111)).EtaSeconds);
        Assert.Null(tracker.Snapshot(Log.Start.AddSeconds(1000)).EtaSeconds);
    });

    private static (int?, double?, double?) Told(RunProgress progress) => (progress.Total, progress.Percent, progress.EtaSeconds);
}
