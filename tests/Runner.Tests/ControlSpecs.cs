using System.Diagnostics;
using StataRuns.Runner.Protocol;
using StataRuns.Runner.Tests.Stage;

namespace StataRuns.Runner.Tests;

public class ControlSpecs
{
    private const string LongRun = "echo ready > ready; exec sleep 300";

    [Fact(Timeout = 30_000)]
    public async Task Whoever_connects_is_told_at_once_where_the_run_stands()
    {
        await using var scene = new Scene(LongRun);
        scene.StartRunner();
        var process = await scene.ProcessAsync();
        using var early = await ControlClient.ConnectAsync(scene);
        var started = await early.ReadProcessAsync();
        using var late = await ControlClient.ConnectAsync(scene);
        var hello = await late.ReadAsync();

        Assert.Equal(process, started);
        Assert.Equal(new ControlEvent { Kind = ControlEventKind.Hello, Nonce = scene.Job.Nonce, Process = process }, hello);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_service_that_comes_back_after_long_can_still_stop_the_run()
    {
        await using var scene = new Scene(LongRun);
        scene.StartRunner();
        using (var first = await ControlClient.ConnectAsync(scene))
        {
            _ = await first.ReadAsync();
        }

        _ = await scene.WrittenAsync("ready");
        using var second = await ControlClient.ConnectAsync(scene);
        await second.StopAsync();
        Assert.Equal(EndCause.Cancelled, (await second.ReadUntilAsync(ControlEventKind.Ended)).Exit!.Cause);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("deleted")]
    [InlineData("replaced")]
    [InlineData("folder")]
    public async Task A_run_whose_control_socket_was_lost_can_be_stopped_a_moment_later(string how)
    {
        await using var scene = new Scene(LongRun, job => job with { ControlSocket = Path.Combine(Path.GetDirectoryName(job.ControlSocket)!, "sockets", "control") });
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(scene.Job.ControlSocket)!);
        scene.StartRunner();
        using var before = await ControlClient.ConnectAsync(scene);
        _ = await before.ReadProcessAsync();

        if (how == "folder")
        {
            folder.Delete(recursive: true);
        }
        else
        {
            File.Delete(scene.Job.ControlSocket);
            if (how == "replaced")
            {
                await File.WriteAllTextAsync(scene.Job.ControlSocket, "", TestContext.Current.CancellationToken);
            }
        }

        // A service that was started again connects anew; the one that was connected hears the end as well.
        using var after = await ControlClient.ConnectAsync(scene);
        await after.StopAsync();
        Assert.Equal(EndCause.Cancelled, (await after.ReadUntilAsync(ControlEventKind.Ended)).Exit!.Cause);
        Assert.Equal(EndCause.Cancelled, (await before.ReadUntilAsync(ControlEventKind.Ended)).Exit!.Cause);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.FullName) & (UnixFileMode)0x1C0);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_service_that_says_stop_and_hangs_up_is_heard()
    {
        await using var scene = new Scene(LongRun);
        scene.StartRunner();
        using (var client = await ControlClient.ConnectAsync(scene))
        {
            await client.StopAsync();
        }

        Assert.Equal(EndCause.Cancelled, (await scene.ExitAsync()).Cause);
    }

    [Fact(Timeout = 30_000)]
    public async Task I_can_reconnect_300_times()
    {
        await using var scene = new Scene(LongRun);
        var runner = scene.StartRunner();
        using var first = await ControlClient.ConnectAsync(scene);
        _ = await first.ReadProcessAsync();
        var before = Descriptors();
        for (var time = 0; time < 300; time++)
        {
            using var client = await ControlClient.ConnectAsync(scene);
            Assert.Equal(scene.Job.Nonce, (await client.ReadAsync())!.Nonce);
        }

        await Eventually.TrueAsync(() => Descriptors() <= before, "the runner closes what was hung up on");

        int Descriptors() => Directory.GetFiles($"/proc/{runner.Identity.ProcessId}/fd").Length;
    }

    [Fact(Timeout = 30_000)]
    public async Task Many_at_once_all_hear_the_end()
    {
        await using var scene = new Scene(LongRun);
        scene.StartRunner();
        var clients = new List<ControlClient>();
        for (var i = 0; i < 50; i++)
        {
            clients.Add(await ControlClient.ConnectAsync(scene));
        }

        await clients[49].StopAsync();
        foreach (var client in clients)
        {
            Assert.Equal(EndCause.Cancelled, (await client.ReadUntilAsync(ControlEventKind.Ended)).Exit!.Cause);
            Assert.Null(await client.ReadAsync());
            client.Dispose();
        }
    }

    [Theory(Timeout = 30_000)]
    [InlineData("this is no JSON\n{}\n[1]\n\n{\"kind\":\"dance\"}\n")]
    [InlineData("{\"kind\":7}\n{\"kind\":null}\n\u0000\n")]
    public async Task What_it_does_not_understand_it_passes_over(string text)
    {
        await using var scene = new Scene(LongRun);
        scene.StartRunner();
        using var client = await ControlClient.ConnectAsync(scene);
        await client.SendAsync(text);
        await client.StopAsync();

        Assert.Equal(EndCause.Cancelled, (await client.ReadUntilAsync(ControlEventKind.Ended)).Exit!.Cause);
    }

    [Fact(Timeout = 30_000)]
    public async Task One_that_floods_is_hung_up_on_and_others_are_served()
    {
        await using var scene = new Scene(LongRun);
        scene.StartRunner();
        using var flood = await ControlClient.ConnectAsync(scene);
        using var other = await ControlClient.ConnectAsync(scene);
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (true)
            {
                await flood.SendAsync(new string('x', 10_000));
            }
        });

        await other.StopAsync();
        Assert.Equal(EndCause.Cancelled, (await other.ReadUntilAsync(ControlEventKind.Ended)).Exit!.Cause);
    }

    [Fact(Timeout = 30_000)]
    public async Task One_that_never_reads_keeps_nobody_waiting()
    {
        await using var scene = new Scene(LongRun);
        var runner = scene.StartRunner();
        using var silent = await ControlClient.ConnectAsync(scene);
        using var other = await ControlClient.ConnectAsync(scene);
        var waited = Stopwatch.StartNew();
        await other.StopAsync();
        _ = await other.ReadUntilAsync(ControlEventKind.Ended);
        _ = await runner.Exit;

        Assert.True(waited.Elapsed < TimeSpan.FromSeconds(10));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_killed_runner_hangs_up_without_a_word_and_leaves_the_process_alone()
    {
        await using var scene = new Scene(LongRun);
        var runner = scene.StartRunner();
        var process = (await scene.ProcessAsync()).Process;
        using var client = await ControlClient.ConnectAsync(scene);
        _ = await client.ReadUntilAsync(ControlEventKind.Hello);

        runner.Kill();
        while (await client.ReadAsync() is { } said)
        {
            Assert.NotEqual(ControlEventKind.Ended, said.Kind);
        }

        // The system closes a dying process's descriptors one by one: until it is gone its socket may still listen.
        _ = await runner.Exit;
        Assert.True(process.IsAlive());
        Assert.Null(ControlClient.TryConnect(scene.Job.ControlSocket));
    }

    [Fact(Timeout = 30_000)]
    public async Task The_socket_is_the_owners_alone()
    {
        await using var scene = new Scene(LongRun);
        scene.StartRunner();
        using var client = await ControlClient.ConnectAsync(scene);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(scene.Job.ControlSocket));
    }
}
