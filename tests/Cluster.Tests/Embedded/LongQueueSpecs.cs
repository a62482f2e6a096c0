using System.Diagnostics;
using StataRuns.Runs;

namespace StataRuns.Cluster.Tests.Embedded;

/// <summary>However many runs wait, a service is there at once, and nobody pays for those whom nobody asks about.</summary>
public sealed class LongQueueSpecs : IDisposable
{
    private const int Many = 400;

    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task After_a_restart_runs_that_wait_are_neither_activated_nor_written_and_the_next_one_is_accepted()
    {
        var file = _folder.DoFile("wait.do", "display 1");
        List<RunSnapshot> waiting;
        await using (var before = await EmbeddedHost.StartAsync(_folder))
        {
            var running = await before.SubmitAsync(_folder.Lines("long.do", 4000, 50));
            await before.IsAsync(running.RunId, RunStatus.Running);
            waiting = await before.FillAsync(file, Many);
        }

        await using var host = await EmbeddedHost.StartAsync(_folder);
        var next = await host.SubmitAsync(file, "ann", "next");
        Assert.Equal(Many + 1, next.QueuePosition);

        // One is followed: when its place has changed, whoever is notified of the queue's moves was notified.
        var follower = new Follower(host, waiting[1].RunId);
        await follower.SubscribeAsync();
        Assert.Equal(2, follower.Newest!.QueuePosition);
        await host.Run(waiting[0].RunId).CancelAsync();
        await Eventually.TrueAsync(() => follower.Newest!.QueuePosition == 1, "the follower hears that its run is the next");

        // Read: the one that runs, the new one, the followed one, the cancelled one. Written: the first of these, the new one, the cancelled one.
        Assert.InRange(host.Reads, 1, 6);
        Assert.InRange(host.Writes, 1, 6);
    }

    [Fact(Timeout = 120_000)]
    public async Task Runs_start_in_the_order_in_which_they_were_accepted_over_a_restart()
    {
        var file = _folder.DoFile("wait.do", "display 1");
        List<RunSnapshot> waiting;
        RunSnapshot running;
        await using (var before = await EmbeddedHost.StartAsync(_folder))
        {
            running = await before.SubmitAsync(_folder.Lines("long.do", 4000, 50));
            waiting = await before.FillAsync(file, 6);
        }

        await using var host = await EmbeddedHost.StartAsync(_folder);
        waiting.Add(await host.SubmitAsync(file, "ann", "last"));
        await host.Run(waiting[2].RunId).CancelAsync();
        await host.Run(running.RunId).CancelAsync();
        await host.IsAsync(waiting[^1].RunId, RunStatus.Succeeded, seconds: 60);

        var started = new List<DateTimeOffset>();
        foreach (var run in waiting.Where(run => run != waiting[2]))
        {
            started.Add((await host.Run(run.RunId).GetAsync())!.StartedAt!.Value);
        }

        Assert.Equal(started.Order(), started);
    }

    [Fact(Timeout = 120_000)]
    public async Task Open_calls_that_wait_are_notified_of_their_place_every_two_seconds_at_most_and_the_far_ones_by_asking()
    {
        const int leaving = 100;
        const int calls = 100;
        await using var host = await EmbeddedHost.StartAsync(_folder);
        await host.SubmitAsync(_folder.Lines("long.do", 8000, 50));
        var waiting = await host.FillAsync(_folder.DoFile("wait.do", "display 1"), leaving + calls);
        var followers = waiting.Skip(leaving).Select(run => new Follower(host, run.RunId)).ToList();
        foreach (var follower in followers)
        {
            await follower.SubscribeAsync();
        }

        // For some seconds the place of each of them changes twenty times a second.
        var begun = Stopwatch.StartNew();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        foreach (var run in waiting.Take(leaving))
        {
            await pace.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            await host.Run(run.RunId).CancelAsync();
        }

        // The answer to the subscription, and one for each two seconds.
        var most = 1 + (int)Math.Ceiling(begun.Elapsed.TotalSeconds / 2) + 1;
        Assert.All(followers, follower => Assert.InRange(follower.Heard.Count, 1, most));

        // The nearest are right by themselves, the farthest as soon as they ask.
        await Eventually.TrueAsync(() => followers[0].Newest!.QueuePosition == 1, "the first hears that it is the first");
        Assert.Equal(leaving + calls, followers[^1].Heard.First().QueuePosition);
        await followers[^1].SubscribeAsync();
        Assert.Equal(calls, followers[^1].Newest!.QueuePosition);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_follower_never_takes_an_earlier_activations_snapshot_for_the_newer_one()
    {
        var file = _folder.DoFile("wait.do", "display 1");
        RunSnapshot running;
        List<RunSnapshot> waiting;
        List<RunSnapshot> seen = [];
        for (var start = 0; start < 2; start++)
        {
            await using var before = await EmbeddedHost.StartAsync(_folder);
            running = await before.SubmitAsync(_folder.Lines("long.do", 4000, 50));
            waiting = await before.FillAsync(file, 3);
            var follower = new Follower(before, waiting[2].RunId);
            await follower.SubscribeAsync();
            await before.Run(waiting[start].RunId).CancelAsync();
            await Eventually.TrueAsync(() => follower.Newest!.QueuePosition == 2 - start, "the place has changed");
            seen.AddRange(follower.Heard.OrderBy(run => run.Version));

            // The grain goes and comes back within the same silo.
            await before.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero, TestContext.Current.CancellationToken);
            seen.Add((await before.Run(waiting[2].RunId).GetAsync())!);
        }

        await using var host = await EmbeddedHost.StartAsync(_folder);
        running = await host.SubmitAsync(_folder.Lines("long.do", 4000, 50));
        waiting = await host.FillAsync(file, 3);
        seen.Add((await host.Run(waiting[2].RunId).GetAsync())!);
        await host.Run(running.RunId).CancelAsync();
        await host.IsAsync(waiting[2].RunId, RunStatus.Succeeded);
        seen.Add((await host.Run(waiting[2].RunId).GetAsync())!);

        Assert.All(seen, run => Assert.Equal(waiting[2].RunId, run.RunId));
        Assert.Equal(seen.Select(run => run.Version).Order(), seen.Select(run => run.Version));
        Assert.Equal(seen.Count, seen.Select(run => run.Version).Distinct().Count());
    }
}
