namespace StataRuns.Stata.Tests;

public sealed class EtaSpecs
{
    [Fact(Timeout = Bounded.Milliseconds)]
    public Task I_get_no_estimate_before_there_is_anything_to_estimate_from() => Bounded.Run(() =>
    {
        var tracker = new ProgressTracker(Log.File("sleep 1\nsleep 2\n"));
        tracker.Feed(Log.Bytes(Log.Head + ". sleep 1\n"), Log.Start);

        Assert.Null(tracker.Snapshot(Log.Start.AddSeconds(5)).EtaSeconds);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Commands_of_even_pace_are_estimated_by_it() => Bounded.Run(() =>
    {
        var tracker = new ProgressTracker(Log.File(string.Concat(Enumerable.Range(1, 10).Select(i => $"sleep {i}\n"))));
        tracker.Feed(Log.Bytes(Log.Head), Log.Start);
        for (var i = 1; i <= 6; i++)
        {
            tracker.Feed(Log.Bytes($". sleep {i}\n\n"), Log.Start.AddSeconds(10 * (i - 1)));
        }

        // Five of ten took 50 s.
        Assert.InRange(tracker.Snapshot(Log.Start.AddSeconds(50)).EtaSeconds!.Value, 45, 55);
        Assert.InRange(tracker.Snapshot(Log.Start.AddSeconds(60)).EtaSeconds!.Value, 35, 45);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Replications_are_estimated_by_their_own_pace() => Bounded.Run(() =>
    {
        var tracker = new ProgressTracker(Log.File("bootstrap: x\n"));
        tracker.Feed(Log.Bytes(Log.Head + ". bootstrap: x\nBootstrap replications (100): "), Log.Start);
        for (var i = 1; i <= 20; i++)
        {
            tracker.Feed(i % 10 == 0 ? Log.Bytes($"{i}") : "."u8, Log.Start.AddSeconds(i));
        }

        Assert.Equal("bootstrap 20/100", tracker.Snapshot(Log.Start.AddSeconds(20)).Message);
        Assert.InRange(tracker.Snapshot(Log.Start.AddSeconds(20)).EtaSeconds!.Value, 75, 85);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_finished_run_has_no_estimate() => Bounded.Run(() =>
    {
        var tracker = new ProgressTracker(Log.File("sleep 1\n"));
        tracker.Feed(Log.Bytes(Log.Head + ". sleep 1\n"), Log.Start);
        tracker.Feed(Log.Bytes("\n. " + Log.End), Log.Start.AddSeconds(10));

        Assert.Null(tracker.Snapshot(Log.Start.AddSeconds(10)).EtaSeconds);
    });
}
