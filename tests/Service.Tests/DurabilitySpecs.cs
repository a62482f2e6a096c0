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
        for (var round = 0; round < RunningService.RoundsOfKills; round++)
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
}
