using System.Collections.Concurrent;
using ModelContextProtocol;

namespace StataRuns.Service.Tests;

/// <summary>What a user of one service sees.</summary>
public sealed class RunSpecs : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = 60_000)]
    [InlineData("2025-06-18")]
    [InlineData("2025-11-25")]
    [InlineData(null)]
    public async Task A_client_that_is_cut_off_gets_the_whole_result_by_repeating_the_call(string? revision)
    {
        var file = _folder.Lines("main.do", 30, pauseMilliseconds: 30);
        await using var service = await RunningService.StartAsync(_folder);
        await using (var client = await service.ConnectAsync(revision))
        {
            var seen = new TaskCompletionSource();
            var call = client.CallAsync(
                "stata_run_file", [("file_path", file), ("wait", 60)], new Progress<ProgressNotificationValue>(_ => seen.TrySetResult()));
            await seen.Task.WaitAsync(TestContext.Current.CancellationToken);
            Assert.False(call.IsCompleted);
            // Disposed with the call open: the connection is closed under it.
        }

        await using var again = await service.ConnectAsync(revision);
        var run = await again.RunFileAsync(file, ("wait", 60), ("output", "full"), ("max_output_chars", 100_000));

        Assert.Equal("succeeded", run.Status());
        Calls.HasEveryLineOnce(run.GetProperty("text").GetString()!, 30);
        Assert.Equal(1, _folder.Starts);
    }

    [Fact(Timeout = 60_000)]
    public async Task Progress_comes_while_it_runs_and_strictly_grows()
    {
        var file = _folder.DoFile("main.do", string.Concat(Enumerable.Range(1, 10).Select(i => $"display \"step {i}\"\nsleep 100\n")));
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync();
        var values = new ConcurrentQueue<ProgressNotificationValue>();

        await client.CallAsync("stata_run_file", [("file_path", file), ("wait", 60)], new Collected(values.Enqueue));

        var seen = values.ToList();
        Assert.True(seen.Count >= 5, $"{seen.Count} notifications for a run of a second.");
        Assert.All(seen.Zip(seen.Skip(1)), pair => Assert.True(pair.Second.Progress > pair.First.Progress));
        Assert.Contains(seen, value => value.Message!.Contains("step ", StringComparison.Ordinal) && value.Total == 23);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_same_call_from_two_clients_at_once_makes_one_run()
    {
        var file = _folder.Lines("main.do", 20, pauseMilliseconds: 30);
        await using var service = await RunningService.StartAsync(_folder);
        var clients = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => service.ConnectAsync()));

        var runs = await Task.WhenAll(clients.Select(client => client.RunFileAsync(file, ("wait", 30))));

        Assert.Single(runs.Select(run => run.RunId()).Distinct());
        Assert.Single(runs, run => !run.GetProperty("attached").GetBoolean());
        Assert.Equal(1, _folder.Starts);
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Cancel_answers_when_the_whole_tree_is_gone()
    {
        var child = Path.Combine(_folder.Work, "child.pid");
        var file = _folder.DoFile("main.do", $"shell setsid sh -c 'echo \\$\\$ > {child}; exec sleep 300'\ndisplay \"never\"");
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync();
        var run = await client.RunFileAsync(file, ("wait", 0));
        await Eventually.TrueAsync(() => File.Exists(child) && int.TryParse(File.ReadAllText(child), out _), "the do-file's shell command runs");
        var id = int.Parse(await File.ReadAllTextAsync(child, TestContext.Current.CancellationToken), System.Globalization.CultureInfo.InvariantCulture);

        var cancelled = await client.SnapshotAsync("stata_run_cancel", ("run_id", run.RunId()));

        Assert.Equal("cancelled", cancelled.Status());
        Assert.False(Directory.Exists($"/proc/{id}"), "A child that left its group was left behind.");
        var again = await client.SnapshotAsync("stata_run_cancel", ("run_id", run.RunId()));
        Assert.Equal("cancelled", again.Status());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_wish_to_cancel_survives_a_kill_of_the_service()
    {
        var file = _folder.Lines("main.do", 2000, pauseMilliseconds: 50);
        string runId;
        await using (var service = await RunningService.StartAsync(_folder, failAt: "silo.stop-requested"))
        {
            await using var client = await service.ConnectAsync();
            runId = (await client.RunFileAsync(file, ("wait", 0))).RunId();
            await Eventually.TrueAsync(() => _folder.Starts == 1, "the run has begun");
            await Assert.ThrowsAnyAsync<Exception>(() => client.SnapshotAsync("stata_run_cancel", ("run_id", runId)));
            await service.HasDiedAsync();
        }

        await using var next = await RunningService.StartAsync(_folder);
        await using var reader = await next.ConnectAsync();
        Assert.Equal("cancelled", (await reader.EndAsync(runId)).Status());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_wall_time_stops_a_run_and_says_so()
    {
        var file = _folder.Lines("main.do", 2000, pauseMilliseconds: 50);
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync();

        var result = await client.CallAsync("stata_run_file", [("file_path", file), ("timeout", 1), ("wait", 30)]);

        Assert.True(result.IsError);
        Assert.Equal("timed_out", result.StructuredContent!.Value.Status());
        Assert.Contains("1 seconds", result.StructuredContent.Value.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_run_that_writes_too_much_is_stopped_and_what_it_wrote_stays()
    {
        var file = _folder.DoFile("main.do", "while 1 {\n  display \"0123456789012345678901234567890123456789\"\n}");
        await using var service = await RunningService.StartAsync(_folder, ["Runs:MaxOutputBytes=1MiB"]);
        await using var client = await service.ConnectAsync();

        var run = await client.RunFileAsync(file, ("wait", 40), ("output", "none"));

        Assert.Equal("failed", run.Status());
        Assert.Contains("MaxOutputBytes", run.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.True(run.GetProperty("output").GetProperty("total_bytes").GetInt64() > 1024 * 1024);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_error_is_told_with_code_message_command_file_and_line()
    {
        var nested = _folder.DoFile("nested.do", "display \"inside\"\nnosuchcommand 1");
        var file = _folder.DoFile("main.do", $"display \"before\"\ndo \"{nested}\"\ndisplay \"after\"");
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync();

        var result = await client.CallAsync("stata_run_file", [("file_path", file), ("wait", 30)]);
        var error = result.StructuredContent!.Value.GetProperty("error");

        Assert.True(result.IsError);
        Assert.Equal(199, result.StructuredContent.Value.GetProperty("return_code").GetInt32());
        Assert.Equal(199, error.GetProperty("code").GetInt32());
        Assert.Equal("nosuchcommand 1", error.GetProperty("command").GetString());
        Assert.Equal("nested.do", Path.GetFileName(error.GetProperty("file_path").GetString()));
        Assert.Equal(5, error.GetProperty("line").GetInt32());
        Assert.Contains("main.do", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_Stata_that_is_killed_has_failed_with_the_evidence()
    {
        var file = _folder.Lines("main.do", 2000, pauseMilliseconds: 20);
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync();
        var run = await client.RunFileAsync(file, ("wait", 0));
        await Eventually.TrueAsync(() => _folder.Starts == 1, "the run has begun");
        await client.UntilAsync(run.RunId(), "running"); // its process is recorded by then, and can be found
        Leftovers.Stop(_folder.Data);

        var end = await client.EndAsync(run.RunId());

        Assert.Equal("failed", end.Status());
        Assert.Contains("signal 9", end.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private sealed class Collected(Action<ProgressNotificationValue> take) : IProgress<ProgressNotificationValue>
    {
        public void Report(ProgressNotificationValue value) => take(value);
    }
}
