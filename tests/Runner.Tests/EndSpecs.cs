using StataRuns.Runner.Protocol;
using StataRuns.Runner.Tests.Stage;

namespace StataRuns.Runner.Tests;

public class EndSpecs
{
    [Fact(Timeout = 30_000)]
    public async Task The_record_says_how_it_ended_and_what_it_used()
    {
        // Some processor time in a child that it waits for, 64 MiB in one process, 1000 bytes of log, 5 of console.
        await using var scene = new Scene(
            """
            head -c 1000 /dev/zero > ../output.log
            sh -c 'i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done'
            head -c 67108864 /dev/zero | tail -n 1 > /dev/null
            printf 12345
            exit 42
            """);
        Assert.Equal((int)RunnerExitCode.Done, await scene.StartRunner().Exit);
        var exit = scene.Exit!;

        Assert.Equal(EndCause.Exited, exit.Cause);
        Assert.Equal(42, exit.ExitStatus);
        Assert.Null(exit.Signal);
        Assert.Null(exit.Message);
        Assert.Equal(scene.Job.Nonce, exit.Nonce);
        Assert.Equal(1000, exit.OutputBytes);
        Assert.Equal(5, exit.ConsoleBytes);
        Assert.InRange(exit.CpuSeconds!.Value, 0.01, 20);
        Assert.InRange(exit.PeakMemoryBytes!.Value, 64L << 20, 512L << 20);
        Assert.InRange(exit.EndedAt, scene.Process!.StartedAt, DateTimeOffset.UtcNow);
        Assert.False(File.Exists(scene.Job.ControlSocket));
        Assert.False(File.Exists(scene.Folder.RunnerLog), "a runner that has no trouble has nothing to say");
    }

    [Fact(Timeout = 30_000)]
    public async Task One_that_ends_at_once_is_recorded_all_the_same()
    {
        for (var round = 0; round < 30; round++)
        {
            await using var scene = new Scene("", job => job with { Executable = "/bin/true", Arguments = [] });
            Assert.Equal((int)RunnerExitCode.Done, await scene.StartRunner().Exit);

            Assert.Equal(scene.Job.Nonce, scene.Process!.Nonce);
            Assert.Equal(0, scene.Exit!.ExitStatus);
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task A_crash_is_told_by_its_signal()
    {
        await using var scene = new Scene("kill -SEGV $$");
        scene.StartRunner();
        var exit = await scene.ExitAsync();

        Assert.Equal(EndCause.Exited, exit.Cause);
        Assert.Equal(11, exit.Signal);
        Assert.Null(exit.ExitStatus);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_end_is_told_after_its_record_is_on_disk()
    {
        for (var round = 0; round < 20; round++)
        {
            await using var scene = new Scene("while ! [ -e gate ]; do sleep 0.01; done; exit 1");
            scene.StartRunner();
            using var client = await ControlClient.ConnectAsync(scene);
            Assert.Equal(await client.ReadProcessAsync(), scene.Process);

            await scene.OpenGateAsync();
            Assert.Equal((await client.ReadUntilAsync(ControlEventKind.Ended)).Exit, scene.Exit);
            Assert.Equal(1, scene.Exit!.ExitStatus);
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task An_end_that_cannot_be_written_at_first_is_written_as_soon_as_it_can_be()
    {
        // A folder in the record's way fails as a full disk does, and can be taken away.
        await using var scene = new Scene("exit 8");
        var obstacle = Directory.CreateDirectory(scene.Folder.Exit + ".new");
        var runner = scene.StartRunner();
        await Eventually.TrueAsync(() => File.Exists(scene.Folder.RunnerLog), "the runner says that it cannot write");
        using var client = await ControlClient.ConnectAsync(scene);
        Assert.Equal(ControlEventKind.Hello, (await client.ReadAsync())!.Kind);
        Assert.Null(scene.Exit);
        Assert.True(runner.Identity.IsAlive());

        obstacle.Delete();
        Assert.Equal(8, (await client.ReadUntilAsync(ControlEventKind.Ended)).Exit!.ExitStatus);
        Assert.Equal(8, scene.Exit!.ExitStatus);
        Assert.Equal((int)RunnerExitCode.Done, await runner.Exit);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("mkdir exit.json; touch exit.json/x")]
    [InlineData("mkdir exit.json.new; touch exit.json.new/x")]
    [InlineData("mkfifo exit.json exit.json.new")]
    [InlineData("ln -s other exit.json; ln -s other exit.json.new")]
    [InlineData("rm runner.log; mkfifo runner.log; mkdir exit.json; rm process.json; mkfifo process.json")]
    public async Task Whatever_a_process_puts_in_the_way_of_its_records_its_end_is_written(string obstacle)
    {
        await using var scene = new Scene($"cd ..; {obstacle}; exit 8");
        var runner = scene.StartRunner();

        Assert.Equal(8, (await scene.ExitAsync()).ExitStatus);
        Assert.Equal((int)RunnerExitCode.Done, await runner.Exit);
        Assert.False(File.Exists(Path.Combine(scene.Folder.Path, "other")));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_process_that_cannot_be_recorded_at_first_is_looked_after_all_the_same()
    {
        await using var scene = new Scene("echo $$ > leader; exec sleep 300");
        var obstacle = Directory.CreateDirectory(scene.Folder.Process + ".new");
        scene.StartRunner();
        var leader = await scene.WrittenProcessAsync("leader");
        using var client = await ControlClient.ConnectAsync(scene);
        Assert.Null((await client.ReadAsync())!.Process);

        obstacle.Delete();
        Assert.Equal(leader, (await client.ReadProcessAsync()).Process);
        Assert.Equal(leader, scene.Process!.Process);
        await client.StopAsync();
        Assert.Equal(EndCause.Cancelled, (await scene.ExitAsync()).Cause);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_runner_whose_attempt_was_deleted_gives_up()
    {
        await using var scene = new Scene("echo ready > ready; while [ -e ready ]; do sleep 0.01; done");
        var runner = scene.StartRunner();
        _ = await scene.WrittenAsync("ready");
        _ = await scene.ProcessAsync();
        Directory.Delete(scene.Folder.Path, recursive: true);

        Assert.Equal((int)RunnerExitCode.Done, await runner.Exit);
        Assert.False(Directory.Exists(scene.Folder.Path));
    }

    [Fact(Timeout = 30_000)]
    public async Task Orphans_that_end_during_the_run_do_not_pile_up()
    {
        await using var scene = new Scene(
            """
            i=0; while [ $i -lt 50 ]; do sh -c 'true & exit' ; i=$((i+1)); done
            echo done > done; while ! [ -e gate ]; do sleep 0.01; done
            """);
        var runner = scene.StartRunner();
        _ = await scene.WrittenAsync("done");

        // Its children: the process itself and nothing that has ended.
        await Eventually.TrueAsync(
            () => ProcessTable.All().Count(entry => entry.Parent == runner.Identity.ProcessId) == 1,
            "the runner reaps orphans as they end");
        await scene.OpenGateAsync();
        Assert.Equal((int)RunnerExitCode.Done, await runner.Exit);
    }
}
