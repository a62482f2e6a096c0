using System.Diagnostics;

namespace StataRuns.Service.Tests;

/// <summary>A data folder whose database was lost says so, and its runs are rebuilt from their folders; nothing is started for it and nothing invented.</summary>
public sealed class RecoverySpecs : IDisposable
{
    private readonly DataFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task Runs_whose_database_was_lost_are_refused_then_rebuilt_and_are_what_they_were()
    {
        var good = _folder.DoFile("good.do", "display \"it went well\"");
        var bad = _folder.DoFile("bad.do", "regress y zzz");
        var slow = _folder.Lines("slow.do", 100_000, pauseMilliseconds: 20);
        var gate = _folder.DoFile("gate.do", $$"""
            forvalues i = 1/100000 {
                capture confirm file "{{Path.Combine(_folder.Work, "gate")}}"
                if _rc == 0 {
                    exit
                }
                sleep 20
            }
            """);
        string[] settings = ["Runs:MaxConcurrent=2"];
        string succeeded, failed, cancelled, alive, waiting;
        await using (var service = await RunningService.StartAsync(_folder, settings))
        {
            await using var client = await service.ConnectAsync();
            succeeded = (await client.RunFileAsync(good, ("wait", 30))).RunId();
            failed = (await client.RunFileAsync(bad, ("wait", 30))).RunId();
            cancelled = (await client.RunFileAsync(slow, ("wait", 0))).RunId();
            await client.UntilAsync(cancelled, "running");
            await client.SnapshotAsync("stata_run_cancel", ("run_id", cancelled));
            alive = (await client.RunFileAsync(gate, ("wait", 0))).RunId();
            await client.UntilAsync(alive, "running");
            await client.UntilAsync((await client.RunFileAsync(slow, ("wait", 0), ("rerun", true))).RunId(), "running");
            waiting = (await client.RunFileAsync(good, ("wait", 0), ("rerun", true))).RunId();
            await service.KillAsync();
        }

        var starts = _folder.Starts;
        foreach (var file in Directory.GetFiles(_folder.Data, "stataruns.db*"))
        {
            File.Delete(file);
        }

        var (code, error) = await RunningService.RefusedAsync(_folder);
        Assert.Equal(2, code);
        Assert.Contains("stataruns recover", error, StringComparison.Ordinal);
        Assert.Contains("holds 6 runs", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.Data, "stataruns.db")));

        Assert.Contains("Rebuilt 6 runs", await RecoverAsync(), StringComparison.Ordinal);
        Assert.Contains("nothing to rebuild", await RecoverAsync(), StringComparison.Ordinal);

        await using var next = await RunningService.StartAsync(_folder, settings);
        await using var reader = await next.ConnectAsync();
        var whole = await reader.SnapshotAsync("stata_run_status", ("run_id", succeeded));
        Assert.Equal("succeeded", whole.GetProperty("status").GetString());
        Assert.Equal(good, whole.GetProperty("file_path").GetString());
        Assert.Equal(_folder.Work, whole.GetProperty("working_dir").GetString());
        Assert.Contains(whole.GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains("rebuilt from its folder", StringComparison.Ordinal));
        var output = await reader.SnapshotAsync("stata_run_output", ("run_id", succeeded));
        Assert.Contains("it went well", output.GetProperty("text").GetString(), StringComparison.Ordinal);
        var wrong = await reader.SnapshotAsync("stata_run_status", ("run_id", failed));
        Assert.Equal("failed", wrong.GetProperty("status").GetString());
        Assert.NotEqual(0, wrong.GetProperty("return_code").GetInt32());
        Assert.Equal("cancelled", (await reader.SnapshotAsync("stata_run_status", ("run_id", cancelled))).GetProperty("status").GetString());

        // It waited, as far as anybody knew: it is not started, and not said to have been.
        var never = await reader.SnapshotAsync("stata_run_status", ("run_id", waiting));
        Assert.Equal("lost", never.GetProperty("status").GetString());
        Assert.Contains("Nothing in the run's folder shows that it was started", never.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);

        // The process that lives is followed again, and ends as it would have.
        Assert.Equal("running", (await reader.SnapshotAsync("stata_run_status", ("run_id", alive))).GetProperty("status").GetString());
        await File.WriteAllTextAsync(Path.Combine(_folder.Work, "gate"), "", Cancellation);
        Assert.Equal("succeeded", (await reader.SnapshotAsync("stata_run_attach", ("run_id", alive), ("wait", 30))).GetProperty("status").GetString());
        Assert.Equal(starts, _folder.Starts);
    }

    [Fact(Timeout = 120_000)]
    public async Task Runs_of_a_version_that_kept_no_request_are_rebuilt_as_far_as_is_known_and_a_rebuilding_that_broke_off_is_finished()
    {
        var file = _folder.DoFile("main.do", "display \"it went well\"");
        string old;
        await using (var service = await RunningService.StartAsync(_folder))
        {
            await using var client = await service.ConnectAsync();
            old = (await client.RunFileAsync(file, ("wait", 30))).RunId();
            await service.KillAsync();
        }

        var folder = Path.Combine(_folder.Data, "runs", old);
        File.Delete(Path.Combine(folder, "run.json"));
        await File.WriteAllTextAsync(Path.Combine(_folder.Data, "recovering"), "", Cancellation);
        File.Delete(Path.Combine(_folder.Data, "stataruns.db"));

        Assert.Contains("was interrupted", (await RunningService.RefusedAsync(_folder)).Error, StringComparison.Ordinal);
        Assert.Contains("Rebuilt 1 runs", await RecoverAsync(), StringComparison.Ordinal);

        await using var next = await RunningService.StartAsync(_folder);
        await using var reader = await next.ConnectAsync();
        var run = await reader.SnapshotAsync("stata_run_status", ("run_id", old));
        Assert.Equal("succeeded", run.GetProperty("status").GetString());
        Assert.Equal(Path.Combine(folder, "submitted.do"), run.GetProperty("file_path").GetString());
        Assert.Contains(run.GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains("are not known", StringComparison.Ordinal));
    }

    [Theory(Timeout = 120_000)]
    [InlineData("License is invalid", "failed", "It said: \"License is invalid\"")]
    [InlineData("Too many users", "lost", "Nothing in the run's folder shows that it was started")]
    public async Task A_run_that_its_licence_let_not_start_is_rebuilt_by_the_same_rules(string words, string status, string message)
    {
        var stata = _folder.Program("stata", $"#!/bin/sh\necho '{words}' > output.log\ntouch '{_folder.Work}/was-refused'\nwhile [ -e '{_folder.Work}/hold' ]; do sleep 0.02; done\n");
        await File.WriteAllTextAsync(Path.Combine(_folder.Work, "hold"), "", Cancellation);
        string id;
        await using (var service = await RunningService.StartAsync(_folder, [$"Stata:Path={stata}"]))
        {
            await using var client = await service.ConnectAsync();
            id = (await client.RunFileAsync(_folder.DoFile("main.do", "display 1"), ("wait", 0))).RunId();
            await Eventually.TrueAsync(() => File.Exists(Path.Combine(_folder.Work, "was-refused")), "Stata has refused to start");
            await service.KillAsync();
        }

        // The runner outlives the service and writes down how the process ended.
        File.Delete(Path.Combine(_folder.Work, "hold"));
        var exit = Path.Combine(_folder.Data, "runs", id, "attempt-1", "exit.json");
        await Eventually.TrueAsync(() => File.Exists(exit), "the end is written down");
        foreach (var file in Directory.GetFiles(_folder.Data, "stataruns.db*"))
        {
            File.Delete(file);
        }

        Assert.Contains("Rebuilt 1 runs", await RecoverAsync(), StringComparison.Ordinal);
        await using var next = await RunningService.StartAsync(_folder);
        await using var reader = await next.ConnectAsync();
        var run = await reader.SnapshotAsync("stata_run_status", ("run_id", id));
        Assert.Equal(status, run.Status());
        Assert.Contains(message, run.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private async Task<string> RecoverAsync()
    {
        var start = new ProcessStartInfo(
            Built.Program,
            ["recover", "--stand-in", $"--StataRuns:DataDirectory={_folder.Data}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(Cancellation);
        var said = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.Equal("", await error);
        Assert.Equal(0, process.ExitCode);
        return said;
    }
}
