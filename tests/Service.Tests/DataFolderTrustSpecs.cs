using System.Runtime.Versioning;

namespace StataRuns.Service.Tests;

/// <summary>What others could have put into the data folder, or what leads out of it, is not believed and not touched.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DataFolderTrustSpecs : IDisposable
{
    private const UnixFileMode Everybody = (UnixFileMode)0x1FF;

    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task A_link_named_control_leaves_its_target_as_it_is_and_the_service_says_what_is_wrong()
    {
        var target = Directory.CreateDirectory(Path.Combine(_folder.Work, "shared")).FullName;
        File.SetUnixFileMode(target, Everybody | UnixFileMode.StickyBit);
        Directory.CreateDirectory(_folder.Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.CreateSymbolicLink(Path.Combine(_folder.Data, "control"), target);

        var (code, error) = await RunningService.RefusedAsync(_folder);

        Assert.Equal(2, code);
        Assert.Contains("is a symbolic link: nothing in a data folder may lead out of it", error, StringComparison.Ordinal);
        Assert.Equal(Everybody | UnixFileMode.StickyBit, File.GetUnixFileMode(target));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_link_that_appears_while_the_service_runs_fails_the_run_and_leaves_its_target_as_it_is()
    {
        var target = Directory.CreateDirectory(Path.Combine(_folder.Work, "shared")).FullName;
        File.SetUnixFileMode(target, Everybody);
        await using var service = await RunningService.StartAsync(_folder);
        File.CreateSymbolicLink(Path.Combine(_folder.Data, "control"), target);
        await using var client = await service.ConnectAsync();

        var run = await client.RunFileAsync(_folder.DoFile("main.do", "display 1"), ("wait", 30));

        Assert.Equal("failed", run.GetProperty("status").GetString());
        Assert.Contains("symbolic link", run.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(Everybody, File.GetUnixFileMode(target));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_folder_open_to_everybody_with_a_token_in_it_is_not_accepted_with_it()
    {
        Directory.CreateDirectory(_folder.Data);
        await File.WriteAllTextAsync(Path.Combine(_folder.Data, "token"), "known-to-a-stranger\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(_folder.Data, Everybody);

        var (code, error) = await RunningService.RefusedAsync(_folder);

        Assert.Equal(2, code);
        Assert.Contains("may be written by other users (mode 0777)", error, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/proc/self/environ")]
    [InlineData("/dev/fd/0")]
    public async Task What_the_system_makes_up_is_no_do_file_and_is_copied_nowhere(string path)
    {
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync();
        File.CreateSymbolicLink(Path.Combine(_folder.Work, "link.do"), path);
        foreach (var file in new[] { path, Path.Combine(_folder.Work, "link.do") })
        {
            var refused = await client.CallAsync("stata_run_file", [("file_path", file)]);
            Assert.True(refused.IsError);
            Assert.Contains("stataruns run -", Calls.Text(refused), StringComparison.Ordinal);
        }

        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_folder.Data, "runs")));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_run_whose_control_sockets_file_was_lost_can_be_cancelled_by_the_next_service()
    {
        string run;
        await using (var service = await RunningService.StartAsync(_folder))
        {
            await using var client = await service.ConnectAsync();
            run = (await client.RunFileAsync(_folder.Lines("main.do", 100_000, pauseMilliseconds: 20), ("wait", 0))).RunId();
            await client.UntilAsync(run, "running");
            await service.KillAsync();
        }

        Directory.Delete(Path.Combine(_folder.Data, "control"), recursive: true);
        await using var next = await RunningService.StartAsync(_folder);
        await using var second = await next.ConnectAsync();

        Assert.Equal("cancelled", (await second.SnapshotAsync("stata_run_cancel", ("run_id", run))).GetProperty("status").GetString());
    }
}
