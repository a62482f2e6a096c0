using StataRuns.Runner.Protocol;
using StataRuns.Runner.Tests.Stage;

namespace StataRuns.Runner.Tests;

public class StopSpecs
{
    private const int Continue = 18;
    private const int Suspend = 19;

    /// <summary>A child in the group, one in a session of its own, and one in another session whose parent is gone.</summary>
    private const string Family =
        """
        sh -c 'echo $$ > child; exec sleep 300' &
        setsid sh -c 'echo $$ > session; exec sleep 300' &
        setsid sh -c 'setsid sh -c "trap : TERM; echo \$\$ > orphan; while :; do sleep 300; done" & exit' &
        echo $$ > leader
        wait
        """;

    [Fact(Timeout = 30_000)]
    public async Task I_can_cancel_a_run_and_its_whole_tree_is_gone()
    {
        await using var scene = new Scene(Family);
        var runner = scene.StartRunner();
        using var client = await ControlClient.ConnectAsync(scene);
        ProcessIdentity[] family =
        [
            await scene.WrittenProcessAsync("leader"),
            await scene.WrittenProcessAsync("child"),
            await scene.WrittenProcessAsync("session"),
            await scene.WrittenProcessAsync("orphan"),
        ];

        await client.StopAsync();
        var exit = (await client.ReadUntilAsync(ControlEventKind.Ended)).Exit;

        Assert.All(family, process => Assert.False(process.IsAlive()));
        Assert.Equal(EndCause.Cancelled, exit!.Cause);
        Assert.Equal(15, exit.Signal);
        Assert.Null(exit.ExitStatus);
        Assert.Equal(exit, scene.Exit);
        Assert.Equal((int)RunnerExitCode.Done, await runner.Exit);
    }

    [Fact(Timeout = 30_000)]
    public async Task One_that_will_not_end_politely_is_killed_after_the_grace()
    {
        await using var scene = new Scene("trap 'echo asked > asked' TERM; echo $$ > leader; while :; do sleep 0.05; done");
        scene.StartRunner();
        using var client = await ControlClient.ConnectAsync(scene);
        var leader = await scene.WrittenProcessAsync("leader");

        await client.StopAsync();
        var exit = await scene.ExitAsync();

        Assert.False(leader.IsAlive());
        Assert.Equal("asked", scene.Note("asked"));
        Assert.Equal(EndCause.Cancelled, exit.Cause);
        Assert.Equal(9, exit.Signal);
    }

    [Fact(Timeout = 30_000)]
    public async Task One_that_is_suspended_is_ended_too()
    {
        await using var scene = new Scene("echo $$ > leader; kill -STOP $$; sleep 300");
        scene.StartRunner();
        using var client = await ControlClient.ConnectAsync(scene);
        var leader = await scene.WrittenProcessAsync("leader");

        await client.StopAsync();

        Assert.Equal(EndCause.Cancelled, (await scene.ExitAsync()).Cause);
        Assert.False(leader.IsAlive());
    }

    [Fact(Timeout = 30_000)]
    public async Task One_that_tidies_up_when_asked_keeps_its_exit_status()
    {
        await using var scene = new Scene("trap 'echo tidy > tidy; exit 7' TERM; echo ready > ready; while :; do sleep 0.02; done");
        scene.StartRunner();
        using var client = await ControlClient.ConnectAsync(scene);
        _ = await scene.WrittenAsync("ready");

        await client.StopAsync();
        var exit = await scene.ExitAsync();

        Assert.Equal(EndCause.Cancelled, exit.Cause);
        Assert.Equal(7, exit.ExitStatus);
        Assert.Equal("tidy", scene.Note("tidy"));
    }

    [Fact(Timeout = 30_000)]
    public async Task Stopping_twice_is_stopping_once()
    {
        await using var scene = new Scene("echo ready > ready; exec sleep 300");
        var runner = scene.StartRunner();
        using var first = await ControlClient.ConnectAsync(scene);
        using var second = await ControlClient.ConnectAsync(scene);
        _ = await scene.WrittenAsync("ready");

        await Task.WhenAll(first.StopAsync(), second.StopAsync());

        Assert.Equal(EndCause.Cancelled, (await first.ReadUntilAsync(ControlEventKind.Ended)).Exit!.Cause);
        Assert.Equal(EndCause.Cancelled, (await second.ReadUntilAsync(ControlEventKind.Ended)).Exit!.Cause);
        Assert.Equal((int)RunnerExitCode.Done, await runner.Exit);
    }

    [Fact(Timeout = 30_000)]
    public async Task What_ended_by_itself_was_not_cancelled_by_a_stop_that_came_later()
    {
        await using var scene = new Scene("while ! [ -e gate ]; do sleep 0.01; done; exit 5");
        var runner = scene.StartRunner();
        var process = (await scene.ProcessAsync()).Process;
        using var client = await ControlClient.ConnectAsync(scene);
        _ = await client.ReadUntilAsync(ControlEventKind.Hello);

        // The runner is held still while both happen, so that it finds both when it goes on.
        Unix.Signals.Send(runner.Identity.ProcessId, Suspend);
        await scene.OpenGateAsync();
        await Eventually.TrueAsync(() => !process.IsAlive(), "the process ends");
        await client.StopAsync();
        Unix.Signals.Send(runner.Identity.ProcessId, Continue);

        Assert.Equal((int)RunnerExitCode.Done, await runner.Exit);
        Assert.Equal(EndCause.Exited, scene.Exit!.Cause);
        Assert.Equal(5, scene.Exit.ExitStatus);
    }

    [Fact(Timeout = 30_000)]
    public async Task Nothing_stays_behind_a_run_that_ends_by_itself()
    {
        await using var scene = new Scene(Family.Replace("wait", "while ! [ -s child -a -s session -a -s orphan ]; do sleep 0.01; done; exit 3", StringComparison.Ordinal));
        scene.StartRunner();
        var exit = await scene.ExitAsync();

        Assert.Equal(EndCause.Exited, exit.Cause);
        Assert.Equal(3, exit.ExitStatus);
        Assert.All(["child", "session", "orphan"], name =>
        {
            var number = int.Parse(scene.Note(name)!, System.Globalization.CultureInfo.InvariantCulture);
            Assert.False(Directory.Exists($"/proc/{number}"));
        });
    }

    [Fact(Timeout = 30_000)]
    public async Task A_polite_signal_to_the_runner_does_not_end_the_run()
    {
        await using var scene = new Scene("echo ready > ready; while ! [ -e gate ]; do sleep 0.01; done; exit 4");
        var runner = scene.StartRunner();
        _ = await scene.WrittenAsync("ready");
        _ = await scene.ProcessAsync();

        foreach (var signal in new[] { 1, 2, 15 })
        {
            Unix.Signals.Send(runner.Identity.ProcessId, signal);
        }

        await scene.OpenGateAsync();
        Assert.Equal((int)RunnerExitCode.Done, await runner.Exit);
        Assert.Equal(4, scene.Exit!.ExitStatus);
    }
}
