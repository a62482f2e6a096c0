using System.Diagnostics;
using System.Net;
using StataRuns.Cluster.Tests.Stage;

namespace StataRuns.Cluster.Tests.Breaks;

/// <summary>A silo that is gone takes no run with it: its runs are unreachable for a while, and that is said at once.</summary>
public sealed class SiloBreakSpecs(SharedCluster shared) : ClusterSpecs(shared)
{
    private const double SecondsToTell = 3;

    [Fact(Timeout = 90_000)]
    public async Task A_killed_silo_s_run_is_unreachable_within_three_seconds_and_running_again_within_three_of_its_return()
    {
        var silo = Cluster.Silos[0];
        var file = Held();
        await using var one = await Cluster.Gateways[0].ConnectAsync("2025-11-25");
        await using var other = await Cluster.Gateways[1].ConnectAsync("2026-07-28");
        var runId = (await one.RunFileAsync(file.Path, ("host", silo.Name), ("wait", 0))).RunId();
        await file.HasBegunAsync();

        await silo.KillAsync();
        try
        {
            await BecomesAsync("unreachable", runId, one, other);
            foreach (var client in new[] { one, other })
            {
                var listed = await client.SnapshotAsync("stata_run_list", ("status", "unreachable"));
                Assert.Contains(runId, listed.GetProperty("runs").EnumerateArray().Select(run => run.RunId()));
                var running = await client.SnapshotAsync("stata_run_list", ("status", "running"));
                Assert.DoesNotContain(runId, running.GetProperty("runs").EnumerateArray().Select(run => run.RunId()));
            }
        }
        finally
        {
            await silo.StartAsync();
        }

        await BecomesAsync("running", runId, one, other);
        file.Open();
        Assert.Equal("succeeded", (await one.EndAsync(runId)).Status());
        file.IsWhole(await other.LogAsync(runId));
        Assert.Equal(1, file.Starts);
    }

    [Fact(Timeout = 90_000)]
    public async Task What_a_run_has_said_can_be_read_while_its_host_is_away()
    {
        var silo = Cluster.Silos[1];
        var (ended, held) = (Lines(2_000, 0), Held());
        await using var client = await Cluster.Gateways[0].ConnectAsync("2026-07-28");
        var ofEnded = (await client.RunFileAsync(ended.Path, ("host", silo.Name), ("wait", 60), ("output", "none"))).RunId();
        var ofHeld = (await client.RunFileAsync(held.Path, ("host", silo.Name), ("wait", 0))).RunId();
        await held.HasBegunAsync();
        var whole = await Cluster.Gateways[0].LogBytesAsync(ofEnded);
        await Eventually.TrueAsync(async () => (await client.LogAsync(ofHeld)).Contains("line 10 of 20", StringComparison.Ordinal), "it has said half");

        // What it said must be copied before the host goes: a growing log is, every few seconds.
        await using var database = Cluster.OpenDatabase();
        await Eventually.TrueAsync(
            () => database.ScalarAsync<bool>($"SELECT EXISTS (SELECT FROM run_output WHERE run_id = '{ofHeld}' AND position('line 10 of 20'::bytea IN bytes) > 0)"),
            "what it said is copied");
        await Eventually.TrueAsync(() => database.ScalarAsync<bool>($"SELECT copied FROM runs WHERE run_id = '{ofEnded}'"), "all of the ended one is copied");
        await silo.KillAsync();
        try
        {
            await BecomesAsync("unreachable", ofHeld, client);

            Assert.Equal("succeeded", (await client.SnapshotAsync("stata_run_status", ("run_id", ofEnded))).Status());
            Assert.Equal(whole, await Cluster.Gateways[1].LogBytesAsync(ofEnded));
            Assert.Contains("line 10 of 20", await client.LogAsync(ofHeld), StringComparison.Ordinal);
        }
        finally
        {
            await silo.StartAsync();
        }

        held.Open();
        Assert.Equal("succeeded", (await client.EndAsync(ofHeld)).Status());
        held.IsWhole(await client.LogAsync(ofHeld));
    }

    [Fact(Timeout = 90_000)]
    public async Task A_log_whose_end_was_not_copied_before_its_host_died_is_never_given_for_the_whole()
    {
        var silo = Cluster.Silos[1];
        var file = Lines(6_000, 0);
        await using var client = await Cluster.Gateways[0].ConnectAsync("2026-07-28");
        var run = (await client.RunFileAsync(file.Path, ("host", silo.Name), ("wait", 60), ("output", "none"))).RunId();
        var whole = await Cluster.Gateways[0].LogBytesAsync(run);
        Assert.True(whole.Length > 65_536, "The log is more than a chunk.");
        await using var database = Cluster.OpenDatabase();
        await Eventually.TrueAsync(() => database.ScalarAsync<bool>($"SELECT copied FROM runs WHERE run_id = '{run}'"), "all of it is copied");

        await silo.KillAsync();
        try
        {
            // As if it had died after the first chunk.
            await database.ExecuteAsync($"DELETE FROM run_output WHERE run_id = '{run}' AND source = 'log' AND chunk > 0; UPDATE runs SET copied = false WHERE run_id = '{run}'");

            await Eventually.TrueAsync(
                async () => await Cluster.Gateways[1].LogStatusAsync(run) is HttpStatusCode.ServiceUnavailable, "the gateway says that it has not all of it", seconds: 30);
            var page = await client.SnapshotAsync("stata_run_output", ("run_id", run), ("tail_lines", 5));
            Assert.True(page.GetProperty("truncated").GetBoolean());
            var answer = await client.CallAsync("stata_run_attach", [("run_id", run)]);
            Assert.Contains("the log's end is missing", Calls.Text(answer), StringComparison.Ordinal);
        }
        finally
        {
            await silo.StartAsync();
        }

        await Eventually.TrueAsync(async () => await Cluster.Gateways[1].LogStatusAsync(run) is HttpStatusCode.OK, "its host is back", seconds: 30);
        Assert.Equal(whole, await Cluster.Gateways[1].LogBytesAsync(run));
    }

    [Theory(Timeout = 90_000)]
    [InlineData("2025-06-18")]
    [InlineData("2026-07-28")]
    public async Task A_call_that_waits_for_a_killed_silo_ends_in_time_and_in_words(string revision)
    {
        const int wait = 8;
        var silo = Cluster.Silos[0];
        var file = Held();
        await using var client = await Cluster.Gateways[0].ConnectAsync(revision);
        var call = client.CallAsync("stata_run_file", [("file_path", file.Path), ("host", silo.Name), ("wait", wait)]);
        await file.HasBegunAsync();

        await silo.KillAsync();
        try
        {
            var since = Stopwatch.StartNew();
            var answer = await call;

            Assert.InRange(since.Elapsed.TotalSeconds, 0, wait + SecondsToTell);
            Assert.Equal("unreachable", answer.StructuredContent!.Value.Status());
            Assert.Contains("stata_run_attach", Calls.Text(answer), StringComparison.Ordinal);

            // Nor does anything else hang that is asked of that host.
            var asked = Stopwatch.StartNew();
            var refused = await client.CallAsync("stata_run_file", [("file_path", Lines(1, 0).Path), ("host", silo.Name), ("wait", 5)]);
            Assert.True(refused.IsError);
            Assert.Contains(silo.Name, Calls.Text(refused), StringComparison.Ordinal);
            await client.CallAsync("stata_run_cancel", [("run_id", answer.StructuredContent!.Value.RunId())]);
            Assert.InRange(asked.Elapsed.TotalSeconds, 0, 15);
        }
        finally
        {
            await silo.StartAsync();
        }

        file.Open();
        var runId = (await call).StructuredContent!.Value.RunId();
        Assert.Contains((await client.EndAsync(runId)).Status(), new[] { "succeeded", "cancelled" });
        Assert.Equal(1, file.Starts);
    }

    [Fact(Timeout = 90_000)]
    public async Task A_run_that_ended_while_its_silo_was_away_is_told_as_it_ended_when_it_is_back()
    {
        var silo = Cluster.Silos[0];
        var file = Held();
        await using var client = await Cluster.Gateways[1].ConnectAsync("2025-11-25");
        var runId = (await client.RunFileAsync(file.Path, ("host", silo.Name), ("wait", 0))).RunId();
        await file.HasBegunAsync();
        var call = client.SnapshotAsync("stata_run_attach", ("run_id", runId), ("wait", 60), ("output", "full"));

        await silo.KillAsync();
        try
        {
            file.Open();
            var ended = Path.Combine(Cluster.AttemptOf(runId), "exit.json");
            await Eventually.TrueAsync(() => Task.FromResult(File.Exists(ended)), "it has ended by itself");
        }
        finally
        {
            await silo.StartAsync();
        }

        // The call that was open all the time gets it.
        var answer = await call;
        Assert.Equal("succeeded", answer.Status());
        file.IsWhole(answer.GetProperty("text").GetString()!);
        Assert.Equal(1, file.Starts);
    }

    [Fact(Timeout = 90_000)]
    public async Task What_one_host_cannot_take_while_it_is_away_goes_to_the_other()
    {
        var (silo, other) = (Cluster.Silos[1], Cluster.Silos[0]);
        await using var client = await Cluster.Gateways[1].ConnectAsync("2026-07-28");
        await silo.KillAsync();
        try
        {
            var file = Lines(3, 0);
            var answer = await client.RunFileAsync(file.Path, ("wait", 30));

            Assert.Equal("succeeded", answer.Status());
            Assert.Equal(other.Name, answer.GetProperty("host").GetString());
            Assert.Equal(1, file.Starts);
        }
        finally
        {
            await silo.StartAsync();
        }
    }

    private static async Task BecomesAsync(string status, string runId, params ModelContextProtocol.Client.McpClient[] clients)
    {
        var since = Stopwatch.StartNew();
        foreach (var client in clients)
        {
            await Eventually.TrueAsync(
                async () => (await client.SnapshotAsync("stata_run_status", ("run_id", runId))).Status() == status, $"it is {status}", seconds: 30);
        }

        Assert.InRange(since.Elapsed.TotalSeconds, 0, SecondsToTell);
    }
}
