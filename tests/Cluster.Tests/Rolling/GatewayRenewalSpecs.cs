using ModelContextProtocol;
using StataRuns.Cluster.Tests.Stage;

namespace StataRuns.Cluster.Tests.Rolling;

/// <summary>The last step of a renewal: gateways end in order, one after the other, with calls open.</summary>
[Collection(nameof(SharingASecondCluster))]
public sealed class GatewayRenewalSpecs(SharedCluster shared) : ClusterSpecs(shared)
{
    [Fact(Timeout = 120_000)]
    public async Task Gateways_are_renewed_one_by_one_and_what_was_asked_of_one_is_answered_by_the_other()
    {
        for (var i = 0; i < Cluster.Gateways.Count; i++)
        {
            var (gateway, other) = (Cluster.Gateways[i], Cluster.Gateways[(i + 1) % Cluster.Gateways.Count]);
            var file = Held();
            await using var staying = await other.ConnectAsync("2026-07-28");
            var runId = await AskAndRenewAsync(gateway, file);

            var attached = staying.SnapshotAsync("stata_run_attach", ("run_id", runId), ("wait", 60), ("output", "full"));
            file.Open();
            var answer = await attached;

            Assert.Equal("succeeded", answer.Status());
            file.IsWhole(answer.GetProperty("text").GetString()!);
            Assert.Equal(1, file.Starts);
            await Cluster.IsWholeAsync();
        }
    }

    /// <summary>Asks a gateway for a run and renews it in mid-call.</summary>
    /// <returns>The run, as its progress named it.</returns>
    private static async Task<string> AskAndRenewAsync(GatewayPart gateway, HeldDoFile file)
    {
        var named = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var client = await gateway.ConnectAsync("2026-07-28");
        var call = client.CallAsync("stata_run_file", [("file_path", file.Path), ("wait", 60)], new Told(named));
        var runId = await named.Task;
        await file.HasBegunAsync();

        await gateway.StopAsync();
        try
        {
            // A gateway that ends in order answers with the words that tell how to go on.
            var answer = await call;
            Assert.Contains("stata_run_attach", Calls.Text(answer), StringComparison.Ordinal);
            Assert.Equal(runId, answer.StructuredContent!.Value.RunId());
        }
        finally
        {
            await gateway.StartAsync();
        }

        return runId;
    }

    private sealed class Told(TaskCompletionSource<string> named) : IProgress<ProgressNotificationValue>
    {
        public void Report(ProgressNotificationValue value) => named.TrySetResult(value.Message!.Split(' ')[0]);
    }
}
