using StataRuns.Hosts;
using StataRuns.Runs;

namespace StataRuns.Cluster.Tests.Embedded;

/// <summary>What a host says of its queue depends on who asks.</summary>
public sealed class TwoOwnersSpecs : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task A_host_counts_all_runs_and_names_the_first_of_its_callers_own()
    {
        await using var host = await EmbeddedHost.StartAsync(_folder);
        var running = await host.SubmitAsync(_folder.Lines("long.do", 4000, 50), "bob");
        var file = _folder.DoFile("wait.do", "display 1");
        var anns = await host.FillAsync(file, 30);
        var bobs = await host.FillAsync(file, 2, "bob");

        var ann = await host.Host.DescribeAsync("ann");
        Assert.Equal(anns.Take(20).Select(run => run.RunId), ann.Queued);
        Assert.Empty(ann.Running);
        Assert.Equal(new SeatCounts(1, 32, 0, 30), ann.Counts);

        var bob = await host.Host.DescribeAsync("bob");
        Assert.Equal(bobs.Select(run => run.RunId), bob.Queued);
        Assert.Equal([running.RunId], bob.Running);
        Assert.Equal(new SeatCounts(1, 32, 1, 2), bob.Counts);

        // A gateway of the version before asks without a name, counts what it gets, and shows its caller's.
        var old = await host.Host.DescribeAsync(null);
        Assert.Equal((1, 32), (old.Running.Count, old.Queued.Count));

        Assert.Equal($"The only seat is held by {running.RunId} (long.do).", (await host.Run(bobs[0].RunId).GetAsync())!.QueueReason);
        Assert.Equal("The only seat is held by another owner's run.", (await host.Run(anns[0].RunId).GetAsync())!.QueueReason);
        Assert.Equal("The only seat is held by another owner's run.", anns[0].QueueReason);
    }
}
