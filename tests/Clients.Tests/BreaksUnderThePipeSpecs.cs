using System.Diagnostics;
using StataRuns.Clients.Tests.Stage;

namespace StataRuns.Clients.Tests;

/// <summary>What happens to the service under a pipe is made good, or said.</summary>
public sealed class BreaksUnderThePipeSpecs : IAsyncLifetime
{
    private readonly Place _place = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    [Theory(Timeout = 120_000)]
    [InlineData("gateway.submitted")]
    [InlineData("silo.created")]
    [InlineData("silo.starting")]
    [InlineData("silo.runner-started")]
    public async Task Wherever_the_service_dies_at_a_call_s_beginning_the_call_gets_the_one_result(string failAt)
    {
        await _place.StartServiceAsync(failAt);
        var file = _place.Folder.Lines("main.do", 5, 20);
        await using var pipe = RawPipe.Open(_place);
        await pipe.BeginAsync();

        var answer = await pipe.CallAsync("1", "stata_run_file", new { file_path = file, wait = 60, output = "full" });

        Assert.Equal("succeeded", answer.Snapshot.Status());
        Calls.HasEveryLineOnce(answer.Snapshot.GetProperty("text").GetString()!, 5);
        Assert.Equal(_place.OnlyRun(), answer.Snapshot.RunId());
        Assert.Equal(1, _place.Folder.Starts);
        pipe.Progress("1").GrowsAndNames(answer.Snapshot.RunId());
    }

    [Fact(Timeout = 120_000)]
    public async Task A_service_that_hangs_for_a_while_costs_the_call_nothing_but_time()
    {
        await _place.StartServiceAsync();
        var gate = new Gate(_place.Folder);
        await using var pipe = RawPipe.Open(_place);
        await pipe.BeginAsync();
        pipe.Send(RawPipe.CallOf("1", "stata_run_file", gate.Call));
        await Eventually.TrueAsync(() => _place.Folder.Starts == 1, "the do-file has begun");

        await _place.SignalServiceAsync("STOP");
        gate.Open();
        var ended = Path.Combine(_place.Folder.Data, "runs", _place.OnlyRun(), "attempt-1", "exit.json");
        await Eventually.TrueAsync(() => File.Exists(ended), "the run has ended without the service");
        Assert.Empty(pipe.Answers("1"));
        await _place.SignalServiceAsync("CONT");
        var answer = await pipe.ResultAsync("1");

        Calls.HasEveryLineOnce(answer.Snapshot.GetProperty("text").GetString()!, Gate.Lines);
        Assert.Equal(1, _place.Folder.Starts);
        pipe.Progress("1").GrowsAndNames(answer.Snapshot.RunId());
    }

    [Fact(Timeout = 120_000)]
    public async Task A_service_that_is_stopped_in_order_ends_all_calls_with_words_and_the_next_call_starts_it()
    {
        await _place.StartServiceAsync();
        var gate = new Gate(_place.Folder);
        await using var pipe = RawPipe.Open(_place);
        await pipe.BeginAsync();
        string[] calls = ["1", "2", "3"];
        foreach (var call in calls)
        {
            pipe.Send(RawPipe.CallOf(call, "stata_run_file", gate.Call));
        }

        await Eventually.TrueAsync(() => _place.Folder.Starts == 1, "the do-file has begun");
        await Eventually.TrueAsync(() => calls.All(call => pipe.Progress(call).Count > 0), "all of them follow it");

        await _place.StopServiceAsync();
        var stopped = Stopwatch.StartNew();
        foreach (var call in calls)
        {
            var told = await pipe.ResultAsync(call);
            Assert.Contains(_place.OnlyRun(), told.Text, StringComparison.Ordinal);
            Assert.Contains("stata_run_attach", told.Text, StringComparison.Ordinal);
        }

        // Ten seconds are left for another service to take its place; all calls wait for it together.
        Assert.InRange(stopped.Elapsed.TotalSeconds, 0, 25);
        gate.Open();
        var attached = await pipe.CallAsync("4", "stata_run_attach", new { run_id = _place.OnlyRun(), wait = 60, output = "full" });
        Assert.Equal("succeeded", attached.Snapshot.Status());
        Calls.HasEveryLineOnce(attached.Snapshot.GetProperty("text").GetString()!, Gate.Lines);
        Assert.Equal(1, _place.Folder.Starts);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_session_that_the_service_knows_no_more_is_begun_again_unseen()
    {
        await using var pipe = RawPipe.Open(_place);
        await pipe.BeginAsync();
        Assert.False((await pipe.CallAsync("1", "stata_info", new { })).IsError);

        await _place.KillServiceAsync();
        var sessions = Path.Combine(_place.Folder.Data, "mcp-sessions");
        Assert.NotEmpty(Directory.EnumerateFiles(sessions));
        foreach (var session in Directory.EnumerateFiles(sessions))
        {
            File.Delete(session);
        }

        var after = await pipe.CallAsync("2", "stata_info", new { });

        Assert.False(after.IsError, after.Text);
        Assert.Single(Directory.EnumerateFiles(sessions));
    }

    [Fact(Timeout = 120_000)]
    public async Task Two_clients_that_come_at_once_where_no_service_runs_share_the_one_that_is_started()
    {
        await using var one = RawPipe.Open(_place);
        await using var other = RawPipe.Open(_place);
        await Task.WhenAll(one.BeginAsync(), other.BeginAsync());
        var file = _place.Folder.Lines("main.do", 3, 10);

        var run = await one.CallAsync("1", "stata_run_file", new { file_path = file, wait = 60 });
        var seen = await other.CallAsync("1", "stata_run_status", new { run_id = run.Snapshot.RunId() });

        Assert.Equal("succeeded", seen.Snapshot.Status());
        Assert.Equal(1, _place.Folder.Starts);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("--StataRuns:Runs:MaxConcurrent=many", "StataRuns:Runs:MaxConcurrent is \"many\"", 2)]
    [InlineData("--urls=http://192.0.2.1:4000", "is beyond this machine", 0)]
    public async Task Where_the_service_cannot_start_every_request_is_answered_with_the_reason(string setting, string reason, int code)
    {
        await using var pipe = RawPipe.Open(_place, more: setting);
        pipe.Send(RawPipe.Initialize());
        var refused = (await pipe.AnswerAsync("0")).GetProperty("error").GetProperty("message").GetString()!;
        var called = await pipe.CallAsync("1", "stata_info", new { });
        var (ended, error, _) = await pipe.CloseAsync();

        Assert.Contains(reason, refused, StringComparison.Ordinal);
        Assert.True(called.IsError);
        Assert.Contains(reason, called.Text, StringComparison.Ordinal);
        Assert.Equal(code, ended);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Null(_place.Service());
    }
}
