using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StataRuns.Runner.Protocol;
using StataRuns.Runner.Protocol.Spawning;
using StataRuns.Runner.Tests.Stage;

namespace StataRuns.Runner.Tests;

public sealed class DetachedProcessSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sr-detached-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Timeout = 60_000)]
    public async Task A_thousand_starts_leave_no_zombie_and_the_Process_class_works_beside_them()
    {
        var exits = new List<Task<int>>();
        var started = new List<ProcessIdentity>();
        for (var i = 0; i < 1000; i++)
        {
            var exit = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            started.Add(DetachedProcess.Start("/bin/sh", ["-c", $"exit {i % 200}"], null, "/", ended: exit.SetResult));
            exits.Add(exit.Task);
            if (i % 100 == 0)
            {
                using var other = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "echo hello; exit 3"]) { RedirectStandardOutput = true })!;
                Assert.Equal("hello\n", await other.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
                await other.WaitForExitAsync(TestContext.Current.CancellationToken);
                Assert.Equal(3, other.ExitCode);
            }
        }

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => i % 200), await Task.WhenAll(exits));
        Assert.All(started, identity => Assert.NotEqual(identity, ProcessIdentity.Of(identity.ProcessId)));
    }

    [Fact(Timeout = 30_000)]
    public async Task Starts_from_many_threads_are_told_apart()
    {
        var exits = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            var exit = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            DetachedProcess.Start("/bin/sh", ["-c", $"exit {i}"], null, "/", ended: exit.SetResult);
            return await exit.Task;
        })));

        Assert.Equal(Enumerable.Range(0, 200), exits);
    }

    [Fact(Timeout = 30_000)]
    public async Task It_has_a_session_of_its_own_and_none_of_our_descriptors()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var output = Path.Combine(_folder, "out");
        using var inheritable = new FileStream(Path.Combine(_folder, "file"), FileMode.Create, FileAccess.Write, FileShare.Inheritable);
        await RunAsync("/bin/sh", ["-c", "cut -d' ' -f1,5,6 /proc/$$/stat; echo $$; ls -l /proc/self/fd | grep -c -e '->'"], output);

        var lines = await File.ReadAllLinesAsync(output, TestContext.Current.CancellationToken);
        Assert.Equal($"{lines[1]} {lines[1]} {lines[1]}", lines[0]);
        Assert.Equal("4", lines[2]); // three, and the one by which ls looks
    }

    [Fact(Timeout = 30_000)]
    public async Task What_it_prints_goes_to_the_end_of_the_file()
    {
        var output = Path.Combine(_folder, "out");
        await File.WriteAllTextAsync(output, "before\n", TestContext.Current.CancellationToken);
        await RunAsync("/bin/sh", ["-c", "echo out; echo error >&2"], output);

        Assert.Equal("before\nout\nerror\n", await File.ReadAllTextAsync(output, TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 30_000)]
    public async Task Its_environment_is_ours_or_exactly_the_given_one()
    {
        var (ours, given) = (Path.Combine(_folder, "ours"), Path.Combine(_folder, "given"));
        await RunAsync("/usr/bin/env", [], ours);
        await RunAsync("/usr/bin/env", [], given, new Dictionary<string, string> { ["ONLY"] = "this" });

        Assert.Contains($"PATH={Environment.GetEnvironmentVariable("PATH")}", await File.ReadAllLinesAsync(ours, TestContext.Current.CancellationToken));
        Assert.Equal("ONLY=this\n", await File.ReadAllTextAsync(given, TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_killed_one_is_told_by_128_and_its_signal()
    {
        Assert.Equal(128 + 9, await RunAsync("/bin/sh", ["-c", "kill -9 $$"], null));
    }

    [Fact]
    public void A_refusal_is_a_sentence()
    {
        var missing = Assert.Throws<SpawnException>(() => DetachedProcess.Start("/nowhere/program", [], null, "/"));
        Assert.Equal("The program /nowhere/program does not exist.", missing.Message);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_process_is_itself_until_it_has_ended_reaped_or_not()
    {
        using var stays = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "sh -c 'echo $$; kill -STOP $$'; exec sleep 300"]) { RedirectStandardOutput = true })!;
        var line = await stays.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        var child = ProcessIdentity.Of(int.Parse(line!, System.Globalization.CultureInfo.InvariantCulture))!;
        var identity = ProcessIdentity.Of(stays.Id)!;

        Assert.True(child.IsAlive());
        Assert.True(identity.IsAlive());
        Assert.False((identity with { StartTime = identity.StartTime - 1 }).IsAlive());
        Assert.False((identity with { BootId = "another" }).IsAlive());
        Assert.True(ProcessIdentity.Current.IsAlive());
        Assert.Equal(Environment.ProcessId, ProcessIdentity.Current.ProcessId);

        // A stopped parent does not reap: the child has ended and is still in the table.
        Unix.Signals.Send(stays.Id, 19);
        Unix.Signals.Send(child.ProcessId, 9);
        await Eventually.TrueAsync(() => !child.IsAlive(), "an unreaped process counts as ended");
        Assert.Equal(child, ProcessIdentity.Of(child.ProcessId));
        stays.Kill();
        await stays.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.False(identity.IsAlive());
        Assert.Null(ProcessIdentity.Of(0));
    }

    [Fact]
    public void A_programs_name_can_be_anything()
    {
        var stat = "77 (a) b) (c Z 1 2) S 5 6 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 4711 1 2 3\n"u8;

        Assert.Equal(new ProcessEntry(77, 5, 6, 7, 4711, false), ProcessTable.Parse(77, stat));
        Assert.Null(ProcessTable.Parse(77, "77 (cut"u8));
    }

    private async Task<int> RunAsync(string executable, string[] arguments, string? output, Dictionary<string, string>? environment = null)
    {
        var exit = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        DetachedProcess.Start(executable, arguments, environment, _folder, output, exit.SetResult);
        return await exit.Task.WaitAsync(TestContext.Current.CancellationToken);
    }
}
