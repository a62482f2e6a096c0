using StataRuns.Cluster.Tests.Stage;

namespace StataRuns.Cluster.Tests.Rolling;

/// <summary>A host is emptied before its machine is switched off.</summary>
[Collection(nameof(SharingASecondCluster))]
public sealed class DrainSpecs(SharedCluster shared) : ClusterSpecs(shared)
{
    [Fact(Timeout = 90_000)]
    public async Task Who_waits_for_a_host_to_be_drained_waits_for_its_last_run()
    {
        await using var client = await Cluster.Gateways[0].ConnectAsync();
        var held = Held();
        var runId = (await client.RunFileAsync(held.Path, ("host", "lab1"), ("wait", 0))).RunId();
        await held.HasBegunAsync();
        try
        {
            var drained = Cluster.AdministerAsync("drain", "--host", "lab1", "--wait");
            await Eventually.TrueAsync(async () => (await Cluster.Gateways[1].HostsAsync())["lab1"] == "draining", "it takes no new runs");

            // The same call is no new run.
            Assert.Equal(runId, (await client.RunFileAsync(held.Path, ("host", "lab1"), ("wait", 0))).RunId());
            Assert.False(drained.IsCompleted);
            held.Open();
            var (isDone, said) = await drained;

            Assert.True(isDone, said);
            Assert.EndsWith("Host lab1 takes no new runs: 0 run, 0 wait.", said.TrimEnd(), StringComparison.Ordinal);
            Assert.Equal("succeeded", (await client.SnapshotAsync("stata_run_status", ("run_id", runId))).Status());
        }
        finally
        {
            var (isDone, said) = await Cluster.AdministerAsync("drain", "--host", "lab1", "--undo");
            Assert.True(isDone, said);
            Assert.Contains("Host lab1 takes new runs", said, StringComparison.Ordinal);
        }

        Assert.Equal("succeeded", (await client.RunFileAsync(Lines(1, 0).Path, ("host", "lab1"), ("wait", 30))).Status());
    }
}
