using System.Text.Json;
using StataRuns.Runner.Protocol;

namespace StataRuns.Service.Tests;

/// <summary>The runner dies at each of its durable steps, or at every start.</summary>
public sealed class RunnerDeathSpecs : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

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

    [Fact(Timeout = 60_000)]
    public async Task After_its_runner_was_killed_a_cancelled_run_leaves_nothing_behind_whatever_its_programs_left()
    {
        var flee = _folder.Program("flee.sh", $"""
            #!/bin/sh
            cd "{_folder.Work}"
            env -i setsid sh -c 'echo $$ > first; exec /bin/sleep 300' >/dev/null 2>&1 &
            (env -i setsid sh -c 'trap "" TERM HUP; echo $$ > second; while :; do /bin/sleep 300; done' &)
            env -i sh -c 'echo $$ > third; exec /bin/sleep 300' &

            """);
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync();
        var run = await client.RunFileAsync(_folder.Lines("main.do", 100_000, pauseMilliseconds: 20, first: $"shell \"{flee}\" > /dev/null"), ("wait", 0));
        var left = new List<ProcessIdentity>();
        foreach (var name in new[] { "first", "second", "third" })
        {
            var path = Path.Combine(_folder.Work, name);
            await Eventually.TrueAsync(() => File.Exists(path) && File.ReadAllText(path).EndsWith('\n'), $"{name} is there");
            left.Add(ProcessIdentity.Of(int.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), System.Globalization.CultureInfo.InvariantCulture))!);
        }

        var attempt = new AttemptFolder(Path.Combine(_folder.Data, "runs", run.RunId(), "attempt-1"));
        var runner = DurableFile.TryRead(attempt.Claim, RunnerJson.Default.Claim)!.Claimer;
        using (var process = System.Diagnostics.Process.GetProcessById(runner.ProcessId))
        {
            process.Kill();
        }

        var cancelled = await client.SnapshotAsync("stata_run_cancel", ("run_id", run.RunId()));

        Assert.Equal("cancelled", cancelled.Status());
        Assert.DoesNotContain(left, process => process.IsAlive());
    }
}
