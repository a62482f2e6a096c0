using ModelContextProtocol.Client;
using StataRuns.Cluster.Tests.Stage;

namespace StataRuns.Cluster.Tests.Rolling;

/// <summary>A cluster is renewed while it works: the database first, then the silos one by one; the gateways come last.</summary>
[Collection(nameof(SharingASecondCluster))]
public sealed class SiloRenewalSpecs(SharedCluster shared) : ClusterSpecs(shared)
{
    [Fact(Timeout = 180_000)]
    public async Task Silos_are_renewed_one_by_one_and_no_run_and_no_call_is_lost()
    {
        await using var next = await NextSchema.AddingAsync(Cluster);
        await using var one = await Cluster.Gateways[0].ConnectAsync("2025-11-25");
        await using var other = await Cluster.Gateways[1].ConnectAsync("2026-07-28");
        McpClient[] clients = [one, other];
        var held = Cluster.Silos.Select(_ => Held()).ToArray();
        var calls = Cluster.Silos.Select((silo, i) => clients[i].RunFileAsync(
            held[i].Path, ("host", silo.Name), ("wait", 150), ("output", "full"), ("max_output_chars", 100_000))).ToArray();
        await Task.WhenAll(held.Select(file => file.HasBegunAsync()));

        foreach (var silo in Cluster.Silos)
        {
            await silo.StopAsync();

            // Meanwhile the other host takes what comes, through either gateway.
            foreach (var client in clients)
            {
                var run = await client.RunFileAsync(Lines(3, 0).Path, ("wait", 30));
                Assert.Equal("succeeded", run.Status());
                Assert.NotEqual(silo.Name, run.GetProperty("host").GetString());
            }

            await silo.StartAsync();
            await Cluster.IsWholeAsync();
        }

        Array.ForEach(held, file => file.Open());
        foreach (var (call, file, silo) in calls.Zip(held, Cluster.Silos))
        {
            var answer = await call;
            if (answer.Status() == "unreachable")
            {
                // A silo that takes its time to start is not waited for in silence: the call says how to go on.
                Assert.Contains("stata_run_attach", answer.GetProperty("text").GetString(), StringComparison.Ordinal);
                answer = await one.SnapshotAsync("stata_run_attach", ("run_id", answer.RunId()), ("wait", 60), ("output", "full"), ("max_output_chars", 100_000));
            }

            Assert.Equal("succeeded", answer.Status());
            Assert.Equal(silo.Name, answer.GetProperty("host").GetString());
            file.IsWhole(answer.GetProperty("text").GetString()!);
            Assert.Equal(1, file.Starts);
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task What_the_next_version_knows_of_a_run_is_there_again_after_this_one_had_it()
    {
        const string member = """{"next_version": {"words": ["é", null, 1.50]}, "retries": 3}""";
        await using var next = await NextSchema.AddingAsync(Cluster);
        var silo = Cluster.Silos[0];
        var file = Held();
        await using var client = await Cluster.Gateways[0].ConnectAsync();
        var runId = (await client.RunFileAsync(file.Path, ("host", silo.Name), ("wait", 0))).RunId();
        await file.HasBegunAsync();

        await silo.StopAsync();
        await next.WriteIntoAsync(runId, member);
        await silo.StartAsync();
        await Cluster.IsWholeAsync();
        file.Open();

        Assert.Equal("succeeded", (await client.EndAsync(runId)).Status());
        file.IsWhole(await client.LogAsync(runId));
        Assert.Equal(1, file.Starts);
        var state = await next.StateAsync(runId);
        Assert.Contains("\"status\": \"succeeded\"", state, StringComparison.Ordinal);
        Assert.Contains("\"next_version\": {\"words\": [\"é\", null, 1.50]}", state, StringComparison.Ordinal);
        Assert.Contains("\"retries\": 3", state, StringComparison.Ordinal);
    }

    [Fact(Timeout = 90_000)]
    public async Task A_silo_does_not_start_on_a_database_that_was_changed_for_newer_ones_and_those_that_run_go_on()
    {
        await using var next = await NextSchema.ChangingAsync(Cluster);
        await using var late = await Cluster.AddSiloAsync("late");
        late.Launch();

        Assert.NotEqual(0, await late.EndedAsync());
        Assert.True(late.Log.Has($"The database has schema {NextSchema.Number}; this program knows {NextSchema.Number - 1} at most."), late.Log.TakeNews());
        await using var client = await Cluster.Gateways[0].ConnectAsync();
        Assert.Equal("succeeded", (await client.RunFileAsync(Lines(1, 0).Path, ("wait", 30))).Status());
    }
}
