using System.Text.Json;

namespace StataRuns.Service.Tests;

/// <summary>What this project exists for: whatever is killed, and whenever, a run's result is not lost and nothing runs twice.</summary>
public sealed class DurabilitySpecs : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 240_000)]
    public async Task Killing_the_service_at_random_moments_loses_nothing_and_starts_nothing_twice()
    {
        const int lines = 60;
        var random = new Random(20261124);
        for (var round = 0; round < 8; round++)
        {
            using var folder = new DataFolder();
            var file = folder.Lines("main.do", lines, pauseMilliseconds: 50);
            string? runId = null;
            for (var kill = 0; kill < 3; kill++)
            {
                await using var service = await RunningService.StartAsync(folder);
                await using var client = await service.ConnectAsync();
                // The call is repeated, as an agent does: it joins what runs, or is handed what ended meanwhile.
                var run = await client.RunFileAsync(file, ("wait", random.NextDouble()), ("output", "none"));
                Assert.Equal(runId ?? run.RunId(), run.RunId());
                runId = run.RunId();
                if (run.Status() == "succeeded")
                {
                    break;
                }

                await service.KillAsync();
            }

            await using var last = await RunningService.StartAsync(folder);
            await using var reader = await last.ConnectAsync();
            var end = await reader.EndAsync(runId!);

            Assert.Equal("succeeded", end.Status());
            Calls.HasEveryLineOnce(await reader.LogAsync(runId!), lines);
            Assert.Equal(1, folder.Starts);
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("silo.kept-do-file")]
    [InlineData("silo.created")]
    [InlineData("silo.starting")]
    [InlineData("silo.prepared")]
    [InlineData("silo.runner-started")]
    [InlineData("silo.running")]
    [InlineData("silo.ending")]
    [InlineData("silo.ended")]
    [InlineData("gateway.submitted")]
    [InlineData("gateway.answered")]
    public async Task Wherever_the_service_dies_the_repeated_call_gets_the_one_result(string place)
    {
        var file = _folder.Lines("main.do", 5, pauseMilliseconds: 20);
        await using (var dying = await RunningService.StartAsync(_folder, failAt: place))
        {
            var call = CallAsync(dying, file);
            await dying.HasDiedAsync();
            await call;
        }

        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync();
        var run = await client.RunFileAsync(file, ("wait", 20));
        var end = await client.EndAsync(run.RunId());

        // Also where it was answered already: that the answer arrived was not written down yet, so it is handed over again, and not run again.
        Assert.Equal("succeeded", end.Status());
        Calls.HasEveryLineOnce(await client.LogAsync(run.RunId()), 5);
        Assert.Equal(1, _folder.Starts);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("runner.claimed", "lost", 0)]
    [InlineData("runner.started", "succeeded", 1)]
    [InlineData("runner.recorded", "succeeded", 1)]
    [InlineData("runner.ended", "succeeded", 1)]
    [InlineData("runner.reported", "succeeded", 1)]
    public async Task Wherever_the_runner_dies_nothing_is_started_twice_and_nothing_is_guessed(string place, string expected, int starts)
    {
        var file = _folder.Lines("main.do", 5, pauseMilliseconds: 50);
        await using var service = await RunningService.StartAsync(_folder, failAt: place + ":1");
        await using var client = await service.ConnectAsync();
        var run = await client.RunFileAsync(file, ("wait", 1), ("output", "none"));

        // Every runner of this service is armed: a later attempt's, or the one that takes over, would die in the same place.
        JsonElement end;
        if (place is "runner.recorded" or "runner.ended")
        {
            await service.KillAsync();
            await using var next = await RunningService.StartAsync(_folder);
            await using var reader = await next.ConnectAsync();
            end = await reader.EndAsync(run.RunId());
        }
        else
        {
            end = await client.EndAsync(run.RunId());
        }

        Assert.Equal(expected, end.Status());
        Assert.Equal(starts, _folder.Starts);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_acknowledged_run_waits_in_the_queue_through_a_kill()
    {
        var first = _folder.Lines("first.do", 40, pauseMilliseconds: 50);
        var second = _folder.DoFile("second.do", "display \"second\"");
        string[] ids;
        await using (var service = await RunningService.StartAsync(_folder, ["Runs:MaxConcurrent=1"]))
        {
            await using var client = await service.ConnectAsync();
            var running = await client.RunFileAsync(first, ("wait", 0));
            var waiting = await client.RunFileAsync(second, ("wait", 0));
            Assert.Equal("queued", waiting.Status());
            Assert.Equal(1, waiting.GetProperty("queue_position").GetInt32());
            Assert.Contains(running.RunId(), waiting.GetProperty("queue_reason").GetString(), StringComparison.Ordinal);
            ids = [running.RunId(), waiting.RunId()];
            await service.KillAsync();
        }

        await using var next = await RunningService.StartAsync(_folder, ["Runs:MaxConcurrent=1"]);
        await using var reader = await next.ConnectAsync();
        var ends = new[] { await reader.EndAsync(ids[0]), await reader.EndAsync(ids[1]) };

        Assert.All(ends, end => Assert.Equal("succeeded", end.Status()));
        Assert.True(
            ends[1].GetProperty("started_at").GetDateTimeOffset() >= ends[0].GetProperty("finished_at").GetDateTimeOffset(),
            "The second run began before the only seat was free.");
        Assert.Equal(2, _folder.Starts);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_running_run_whose_folder_was_taken_away_is_lost_and_never_started_again()
    {
        var file = _folder.Lines("main.do", 400, pauseMilliseconds: 50);
        string runId;
        await using (var service = await RunningService.StartAsync(_folder))
        {
            await using var client = await service.ConnectAsync();
            var run = await client.RunFileAsync(file, ("wait", 0));
            runId = run.RunId();
            await Eventually.TrueAsync(
                async () => (await client.SnapshotAsync("stata_run_status", ("run_id", runId))).Status() == "running", "the run is known to run");
            await service.KillAsync();
        }

        // Its process goes on: a second start would be a second process.
        var folder = Path.Combine(_folder.Data, "runs", runId);
        Directory.Move(Path.Combine(folder, "attempt-1"), Path.Combine(folder, "taken-away"));
        await using var next = await RunningService.StartAsync(_folder);
        await using var reader = await next.ConnectAsync();

        Assert.Equal("lost", (await reader.EndAsync(runId)).Status());
        Assert.Equal(1, _folder.Starts);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_runner_that_always_dies_before_its_claim_fails_the_run_after_a_few_attempts()
    {
        await using var service = await RunningService.StartAsync(_folder, failAt: "runner.locked");
        await using var client = await service.ConnectAsync();

        var run = await client.RunFileAsync(_folder.DoFile("main.do", "display 1"), ("wait", 30));

        Assert.Equal("failed", run.Status());
        Assert.Contains("runner", run.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("attempt-3", Path.GetFileName(Directory.EnumerateDirectories(Path.Combine(_folder.Data, "runs", run.RunId()), "attempt-*").Max()));
        Assert.Equal(0, _folder.Starts);
    }

    private static async Task CallAsync(RunningService service, string file)
    {
        try
        {
            await using var client = await service.ConnectAsync();
            await client.RunFileAsync(file, ("wait", 20));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidOperationException or ModelContextProtocol.McpException)
        {
            // The service died under the call, as it was told to.
        }
    }
}
