using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using StataRuns.Hosts;
using StataRuns.Runs;

namespace StataRuns.Cluster.Tests.Embedded;

/// <summary>What is over takes no memory, and what was asked for long ago is still answered.</summary>
public sealed class MemorySpecs : IDisposable
{
    // The ages that the host sets are minutes; here they pass in seconds, all that it does not set stay as long as they are.
    private static readonly TimeSpan Slot = TimeSpan.FromSeconds(0.5);

    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 180_000)]
    public async Task Runs_that_are_over_leave_memory_soon_and_still_answer_and_one_that_goes_on_stays()
    {
        await using var host = await EmbeddedHost.StartAsync(_folder, seats: 2, configure: services => services.PostConfigure<GrainCollectionOptions>(options =>
        {
            options.CollectionQuantum = Slot;
            foreach (var type in options.ClassSpecificCollectionAge.Keys.ToList())
            {
                options.ClassSpecificCollectionAge[type] = Slot * 12;
            }
        }));
        var running = await host.SubmitAsync(_folder.DoFile("silent.do", "sleep 600000"));
        await host.IsAsync(running.RunId, RunStatus.Running);
        var over = await host.SubmitAsync(_folder.Lines("over.do", 5, 1));
        var follower = new Follower(host, over.RunId);
        await follower.SubscribeAsync();
        await Eventually.TrueAsync(() => follower.Newest!.Status == RunStatus.Succeeded, "the follower hears of the end");
        var reads = host.Reads;

        await Eventually.TrueAsync(async () => await ActivationsAsync(host) == 1, "only the run that goes on is in memory", seconds: 60);
        Assert.Equal(RunStatus.Running, (await host.Run(running.RunId).GetAsync())!.Status);
        Assert.Equal(reads, host.Reads);

        // A hundred who come late cost one activation.
        var pages = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => host.Run(over.RunId).ReadAsync(StataRuns.Output.OutputSource.Log, 0, 1 << 16)));
        Assert.All(pages, page => Assert.True(page!.End || !page.Bytes.IsEmpty));
        Assert.Equal(reads + 1, host.Reads);
        await host.Run(running.RunId).CancelAsync();
        await host.IsAsync(running.RunId, RunStatus.Cancelled);
        await Eventually.TrueAsync(async () => await ActivationsAsync(host) == 0, "none is in memory", seconds: 60);
    }

    private static async Task<int> ActivationsAsync(EmbeddedHost host) =>
        (await host.Grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics()).Where(grains => grains.GrainType.Contains(nameof(RunGrain), StringComparison.Ordinal))
        .Sum(grains => grains.ActivationCount);
}
