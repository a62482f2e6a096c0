using System.Net;
using System.Text.Json;
using ModelContextProtocol.Client;

namespace StataRuns.Service.Tests;

/// <summary>On a disk that takes no write, because it is full or read-only, a run can be stopped and the service ended; and both say what is wrong.</summary>
public sealed class DiskSpecs : IDisposable
{
    private readonly DataFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 240_000)]
    public async Task A_run_that_filled_the_disk_can_be_cancelled_and_the_service_says_that_the_disk_is_full()
    {
        await using var service = await OnSmallDiskAsync();
        await using var client = await service.ConnectAsync();
        Assert.Equal((HttpStatusCode.OK, "ready"), await ReadinessAsync(service));
        var run = await client.RunFileAsync(Filling("fill.do"), ("wait", 0));
        var process = await ProcessOfAsync("fill.do");

        var cancelled = await client.SnapshotAsync("stata_run_cancel", ("run_id", run.RunId()));

        Assert.Contains(cancelled.Status(), (string[])["cancelled", "running", "starting"]);
        await Eventually.TrueAsync(() => !Directory.Exists($"/proc/{process}"), "its process is gone");
        if (cancelled.Status() != "cancelled")
        {
            Assert.Contains(Notes(cancelled), note => note.Contains("could not be recorded: The disk is full.", StringComparison.Ordinal));
        }

        var (status, said) = await ReadinessAsync(service);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("The disk is full.", said, StringComparison.Ordinal);

        File.Delete(SeenBy(service, "fill"));
        Assert.Equal("cancelled", (await client.EndAsync(run.RunId())).Status());
        Assert.Equal((HttpStatusCode.OK, "ready"), await ReadinessAsync(service));
    }

    [Fact(Timeout = 240_000)]
    public async Task A_waiting_run_that_is_cancelled_on_a_full_disk_is_never_started()
    {
        await using var service = await OnSmallDiskAsync("Runs:MaxConcurrent=1");
        await using var client = await service.ConnectAsync();
        var filling = await client.RunFileAsync(Filling("fill.do"), ("wait", 0));
        await Eventually.TrueAsync(async () => (await client.SnapshotAsync("stata_run_status", ("run_id", filling.RunId()))).Status() == "running", "the first runs");
        var waiting = await client.RunFileAsync(_folder.DoFile("waiting.do", "display 1"), ("wait", 0));
        Assert.Equal("queued", waiting.Status());
        await File.WriteAllTextAsync(Path.Combine(_folder.Work, "fill.do.now"), "", Cancellation);
        await ProcessOfAsync("fill.do");

        var cancelled = await client.SnapshotAsync("stata_run_cancel", ("run_id", waiting.RunId()));
        Assert.Equal("queued", cancelled.Status());
        Assert.Contains(Notes(cancelled), note => note.Contains("could not be recorded", StringComparison.Ordinal));

        // The seat is free and the disk has room again: the run would start now.
        var freeing = client.SnapshotAsync("stata_run_cancel", ("run_id", filling.RunId()));
        File.Delete(SeenBy(service, "fill"));
        await freeing;
        Assert.Equal("cancelled", (await client.EndAsync(filling.RunId())).Status());
        Assert.Equal("cancelled", (await client.EndAsync(waiting.RunId())).Status());
        Assert.Equal(1, _folder.Starts);
    }

    [Fact(Timeout = 240_000)]
    public async Task On_a_disk_that_became_read_only_a_run_can_be_stopped_and_the_service_ended_in_order()
    {
        await using var service = await OnFailingDiskAsync();
        await using var client = await service.ConnectAsync();
        var run = await client.RunFileAsync(Filling("main.do", fill: false), ("wait", 0));
        var process = await ProcessOfAsync("main.do");
        await client.UntilAsync(run.RunId(), "running"); // written down while the disk still takes it

        // What a kernel does to a disk that fails.
        await File.WriteAllTextAsync(Path.Combine(_folder.Work, "fail"), "", Cancellation);
        await Eventually.TrueAsync(() => File.Exists(Path.Combine(_folder.Work, "failed")), "the disk is read-only");
        var cancelled = await client.SnapshotAsync("stata_run_cancel", ("run_id", run.RunId()));
        Assert.Equal("running", cancelled.Status());
        Assert.Contains(Notes(cancelled), note => note.Contains("could not be recorded", StringComparison.Ordinal));
        await Eventually.TrueAsync(() => !Directory.Exists($"/proc/{process}"), "its process is gone");

        var (status, said) = await ReadinessAsync(service);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("waiting for the disk", said, StringComparison.Ordinal);

        Assert.Equal(0, await service.EndAsync());
        Assert.DoesNotContain("cannot start", service.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", service.Errors, StringComparison.Ordinal);
    }

    /// <summary>A do-file that fills the disk of the service's data folder, when it is told to if it is to wait, and then does nothing for long.</summary>
    private string Filling(string name, bool fill = true)
    {
        var script = Path.Combine(_folder.Work, name + ".sh");
        var wait = File.Exists(Path.Combine(_folder.Work, "seats")) ? $"while [ ! -e {Path.Combine(_folder.Work, name + ".now")} ]; do sleep 0.02; done" : ":";
        File.WriteAllText(script, $"""
            {wait}
            {(fill ? $"cat /dev/zero > {Path.Combine(_folder.Data, "fill")} 2>/dev/null" : ":")}
            echo $$ > {script}.pid.new && mv {script}.pid.new {script}.pid
            exec sleep 600

            """.ReplaceLineEndings("\n"));
        return _folder.DoFile(name, $"shell sh {script}");
    }

    /// <summary>The process that the do-file waits for, as soon as it has done what it should.</summary>
    private async Task<string> ProcessOfAsync(string name)
    {
        var pid = Path.Combine(_folder.Work, name + ".sh.pid");
        await Eventually.TrueAsync(() => File.Exists(pid), $"{name} is so far", seconds: 60);
        return (await File.ReadAllTextAsync(pid, Cancellation)).Trim();
    }

    private async Task<RunningService> OnSmallDiskAsync(params string[] settings)
    {
        if (settings.Length > 0)
        {
            await File.WriteAllTextAsync(Path.Combine(_folder.Work, "seats"), "", TestContext.Current.CancellationToken);
        }

        return await StartAsync($"mount -t tmpfs -o size=24m,mode=0700 tmpfs {_folder.Data}", settings);
    }

    /// <summary>A disk that its kernel makes read-only at the first error, and a helper that causes one when it is told to.</summary>
    private Task<RunningService> OnFailingDiskAsync()
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/mkfs.ext4") && File.Exists("/dev/loop-control"), "It needs mkfs.ext4 and loop devices.");
        var (image, fail, failed) = (Path.Combine(_folder.Work, "image"), Path.Combine(_folder.Work, "fail"), Path.Combine(_folder.Work, "failed"));
        return StartAsync($$"""
            truncate -s 64M {{image}} && /usr/sbin/mkfs.ext4 -q {{image}} && mount -o loop,errors=remount-ro {{image}} {{_folder.Data}} && chmod 0700 {{_folder.Data}} || exit 1
            device=$(basename $(awk '$2 == "{{_folder.Data}}" { print $1 }' /proc/mounts))
            ( n=0; while [ ! -e {{fail}} ] && [ $n -lt 3000 ]; do sleep 0.02; n=$((n+1)); done
              echo test > /sys/fs/ext4/$device/trigger_fs_error; touch {{failed}} ) >/dev/null 2>&1 </dev/null &
            """);
    }

    private Task<RunningService> StartAsync(string mount, params string[] settings)
    {
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists("/usr/bin/unshare"), "A disk of one's own needs root and unshare.");
        Directory.CreateDirectory(_folder.Data);
        var launcher = _folder.Program("on-its-own-disk", $"#!/bin/sh\n{mount}\nexec \"$@\"\n");
        return RunningService.StartAsync(
            _folder, settings, launcher: ["unshare", "--mount", "--propagation", "private", launcher], ownMounts: true, hearErrors: true);
    }

    private string SeenBy(RunningService service, string name) => $"/proc/{service.ProcessId}/root{Path.Combine(_folder.Data, name)}";

    private static async Task<(HttpStatusCode Status, string Said)> ReadinessAsync(RunningService service)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(service.Url + "/health/ready"), Cancellation);
        return (answer.StatusCode, (await answer.Content.ReadAsStringAsync(Cancellation)).Trim());
    }

    private static IEnumerable<string> Notes(JsonElement snapshot) => snapshot.GetProperty("notes").EnumerateArray().Select(note => note.GetString()!);
}
