namespace StataRuns.Service.Tests;

/// <summary>When the machine is not as it should be: each trouble has a sentence, and nothing is lost.</summary>
public sealed class TroubleSpecs : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task A_do_file_that_changes_while_it_waits_is_run_as_it_is_and_says_so()
    {
        await using var service = await RunningService.StartAsync(_folder, ["Runs:MaxConcurrent=1"]);
        await using var client = await service.ConnectAsync();
        var first = await client.RunFileAsync(_folder.Lines("first.do", 400, 50), ("wait", 0));
        var file = _folder.DoFile("second.do", "display \"before\"");
        var waiting = await client.RunFileAsync(file, ("wait", 0));
        Assert.Equal("queued", waiting.Status());

        _folder.DoFile("second.do", "display \"after\"");
        await client.SnapshotAsync("stata_run_cancel", ("run_id", first.RunId()));
        var end = await client.EndAsync(waiting.RunId());

        Assert.Contains("changed while the run waited", end.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
        Assert.NotEqual(waiting.GetProperty("file_sha256").GetString(), end.GetProperty("file_sha256").GetString());
        Assert.Contains("after", await client.LogAsync(waiting.RunId()), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Where_no_Stata_is_it_says_where_it_looked_and_how_to_go_on()
    {
        var nothing = Path.Combine(_folder.Work, "no-stata");
        await using var service = await RunningService.StartAsync(_folder, [$"Stata:Path={nothing}"]);
        await using var client = await service.ConnectAsync();

        var result = await client.CallAsync("stata_run_file", [("file_path", _folder.DoFile("main.do", "display 1"))]);

        Assert.True(result.IsError);
        Assert.Contains(nothing, Calls.Text(result), StringComparison.Ordinal);
        Assert.Contains("--stand-in", Calls.Text(result), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_stop_that_meets_a_refused_seat_is_a_cancelled_run()
    {
        var stata = _folder.Program("stata", """
            #!/bin/sh
            trap 'echo "Too many users" > output.log; exit 0' TERM
            touch waiting
            while :; do sleep 0.02; done
            """);
        await using var service = await RunningService.StartAsync(_folder, [$"Stata:Path={stata}"]);
        await using var client = await service.ConnectAsync();
        var run = await client.RunFileAsync(_folder.DoFile("main.do", "display 1"), ("wait", 0));
        await Eventually.TrueAsync(
            async () => (await client.SnapshotAsync("stata_run_status", ("run_id", run.RunId()))).Status() == "running", "the run is known to run");

        var end = await client.SnapshotAsync("stata_run_cancel", ("run_id", run.RunId()));

        Assert.Equal("cancelled", end.Status());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, end.GetProperty("error").ValueKind);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_Stata_that_ends_without_a_return_code_has_failed_and_never_succeeded()
    {
        var stata = _folder.Program("stata", """
            #!/bin/sh
            echo "$STATARUNS_ATTEMPT" > begun
            echo "all is well" > output.log
            echo "printed beside the log"
            exit 0
            """);
        await using var service = await RunningService.StartAsync(_folder, [$"Stata:Path={stata}"]);
        await using var client = await service.ConnectAsync();

        var run = await client.RunFileAsync(_folder.DoFile("main.do", "display 1"), ("wait", 30));

        Assert.Equal("failed", run.Status());
        Assert.Contains("all is well", run.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("/console", run.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_mark_of_another_attempt_is_no_success()
    {
        var stata = _folder.Program("stata", """
            #!/bin/sh
            echo "$STATARUNS_ATTEMPT" > begun
            echo "0123456789abcdef 0 end" > result
            """);
        await using var service = await RunningService.StartAsync(_folder, [$"Stata:Path={stata}"]);
        await using var client = await service.ConnectAsync();

        Assert.Equal("failed", (await client.RunFileAsync(_folder.DoFile("main.do", "display 1"), ("wait", 30))).Status());
    }

    [Fact(Timeout = 120_000)]
    public async Task A_full_disk_stops_new_runs_with_a_sentence_and_the_old_results_stay()
    {
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists("/usr/bin/unshare"), "A disk of one's own needs root and unshare.");
        Directory.CreateDirectory(_folder.Data);
        var launcher = _folder.Program("on-a-small-disk", $"""
            #!/bin/sh
            mount -t tmpfs -o size=24m,mode=0700 tmpfs {_folder.Data} && exec "$@"
            """);
        var fill = Path.Combine(_folder.Data, "fill");
        await using var service = await RunningService.StartAsync(_folder, launcher: ["unshare", "--mount", "--propagation", "private", launcher], ownMounts: true);
        await using var client = await service.ConnectAsync();
        var before = await client.RunFileAsync(_folder.DoFile("before.do", "display \"before\""), ("wait", 30));
        Assert.Equal("succeeded", before.Status());

        // The run itself fills the disk: it sees the service's folder, which is on no path of ours.
        var filling = await client.RunFileAsync(
            _folder.DoFile("fill.do", $"shell dd if=/dev/zero of={fill} bs=1M 2>/dev/null\ndisplay \"filled\""), ("wait", 30));
        var refused = await client.CallAsync("stata_run_file", [("file_path", _folder.DoFile("after.do", "display 2")), ("wait", 5)]);

        Assert.True(refused.IsError);
        Assert.Contains("disk", Calls.Text(refused), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("before", await client.LogAsync(before.RunId()), StringComparison.Ordinal);

        var freeing = await client.CallAsync("stata_run_status", [("run_id", filling.RunId())]);
        Assert.NotNull(freeing.StructuredContent);
    }
}
