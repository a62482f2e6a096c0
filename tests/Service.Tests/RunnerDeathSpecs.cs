using System.Text.Json;

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
}
