using System.Diagnostics;
using StataRuns.Cluster.Tests.Stage;

namespace StataRuns.Cluster.Tests.Breaks;

/// <summary>Runs need no database to go on. What happened without it is written when it is back.</summary>
public sealed class DatabaseBreakSpecs(SharedCluster shared) : ClusterSpecs(shared)
{
    private static readonly TimeSpan LongAbsence = TimeSpan.FromSeconds(20);

    [Fact(Timeout = 90_000)]
    public async Task Runs_go_on_over_a_restart_of_the_database()
    {
        var (ends, goesOn) = (Lines(40, 50), Held());
        await using var client = await Cluster.Gateways[0].ConnectAsync("2026-07-28");
        var call = client.RunFileAsync(ends.Path, ("host", Cluster.Silos[0].Name), ("wait", 60), ("output", "full"));
        var runId = (await client.RunFileAsync(goesOn.Path, ("host", Cluster.Silos[1].Name), ("wait", 0))).RunId();
        await Eventually.TrueAsync(() => Task.FromResult(ends.Starts > 0), "it has begun");

        await Cluster.Postgres.StopAsync();
        await Cluster.Postgres.StartAsync();
        goesOn.Open();

        var answer = await call;
        Assert.Equal("succeeded", answer.Status());
        ends.IsWhole(answer.GetProperty("text").GetString()!);
        Assert.Equal("succeeded", (await client.EndAsync(runId)).Status());
        goesOn.IsWhole(await client.LogAsync(runId));
        Assert.Equal([1, 1], new[] { ends.Starts, goesOn.Starts });
    }

    [Fact(Timeout = 120_000)]
    public async Task While_the_database_is_gone_runs_end_submissions_get_a_sentence_and_readiness_says_what_it_waits_for()
    {
        var (held, refused) = (Held(), Lines(1, 0));
        await using var client = await Cluster.Gateways[0].ConnectAsync("2025-11-25");
        var runId = (await client.RunFileAsync(held.Path, ("wait", 0))).RunId();
        await held.HasBegunAsync();
        var gone = Stopwatch.StartNew();
        await Cluster.Postgres.KillAsync();
        try
        {
            held.Open();
            var ended = Path.Combine(Cluster.AttemptOf(runId), "exit.json");
            await Eventually.TrueAsync(() => Task.FromResult(File.Exists(ended)), "it has ended without the database");

            var since = Stopwatch.StartNew();
            var answer = await client.CallAsync("stata_run_file", [("file_path", refused.Path), ("wait", 5)]);
            Assert.True(answer.IsError);
            Assert.Contains("database", Calls.Text(answer), StringComparison.OrdinalIgnoreCase);
            Assert.InRange(since.Elapsed.TotalSeconds, 0, 35);
            await Eventually.TrueAsync(async () => !(await Cluster.Gateways[0].ReadinessAsync()).IsReady, "the gateway is not ready");
            Assert.Contains("database", (await Cluster.Gateways[0].ReadinessAsync()).Said, StringComparison.OrdinalIgnoreCase);

            // How long it is gone is what is tried here: nothing happens at its end that could be waited for.
            var rest = LongAbsence - gone.Elapsed;
            if (rest > TimeSpan.Zero)
            {
                await Task.Delay(rest, TestContext.Current.CancellationToken);
            }
        }
        finally
        {
            await Cluster.Postgres.StartAsync();
        }

        await Eventually.TrueAsync(async () => (await Cluster.Gateways[0].ReadinessAsync()).IsReady, "the gateway is ready again", seconds: 30);
        Assert.Equal("succeeded", (await client.EndAsync(runId)).Status());
        held.IsWhole(await client.LogAsync(runId));
        Assert.Equal(1, held.Starts);
        Assert.Equal(0, refused.Starts);

        // And everything works as before.
        Assert.Equal("succeeded", (await client.RunFileAsync(refused.Path, ("wait", 30))).Status());
        Assert.Equal(1, refused.Starts);
    }
}
