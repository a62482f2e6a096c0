using StataRuns.Runner.Protocol;
using StataRuns.Runner.Tests.Stage;

namespace StataRuns.Runner.Tests;

/// <summary>The runner is killed, as by a power cut, at each step; another one adopts. Never is there a second start.</summary>
public class KilledRunnerSpecs
{
    private const string UntilGate = "echo start >> starts; while ! [ -e gate ]; do sleep 0.01; done; exit 6";

    [Theory(Timeout = 30_000)]
    [InlineData("runner.begun")]
    [InlineData("runner.locked")]
    public async Task Before_the_claim_nothing_happened_and_another_runner_may_start_it(string place)
    {
        await using var scene = new Scene("echo start >> starts");
        Assert.Equal(RunnerProcess.Killed, await scene.StartRunner(place).Exit);

        Assert.Equal((int)RunnerExitCode.NotOurs, await scene.StartAdopter().Exit);
        Assert.Equal(0, scene.Starts);
        Assert.Null(scene.Exit);

        Assert.Equal((int)RunnerExitCode.Done, await scene.StartRunner().Exit);
        Assert.Equal(1, scene.Starts);
    }

    [Fact(Timeout = 30_000)]
    public async Task Between_claim_and_start_it_counts_as_started_and_is_never_started_again()
    {
        await using var scene = new Scene("echo start >> starts");
        Assert.Equal(RunnerProcess.Killed, await scene.StartRunner("runner.claimed").Exit);

        Assert.Equal((int)RunnerExitCode.NotOurs, await scene.StartRunner().Exit);
        Assert.Equal((int)RunnerExitCode.Done, await scene.StartAdopter().Exit);
        Assert.Equal(0, scene.Starts);
        Assert.Equal(EndCause.EndedUnseen, scene.Exit!.Cause);
        Assert.Null(scene.Process);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("runner.started")]
    [InlineData("runner.recorded")]
    public async Task A_process_that_lives_is_found_and_watched_to_its_end(string place)
    {
        await using var scene = new Scene(UntilGate);
        Assert.Equal(RunnerProcess.Killed, await scene.StartRunner(place).Exit);
        Assert.Equal(place == "runner.recorded", scene.Process is not null);

        var adopter = scene.StartAdopter();
        using var client = await ControlClient.ConnectAsync(scene);
        var process = await scene.ProcessAsync();
        Assert.True(process.Process.IsAlive());
        Assert.Equal(process.Process, (await client.ReadProcessAsync()).Process);
        Assert.InRange(process.StartedAt, DateTimeOffset.UtcNow.AddSeconds(-30), DateTimeOffset.UtcNow.AddSeconds(1));
        _ = await scene.WrittenAsync("starts");

        await scene.OpenGateAsync();
        Assert.Equal((int)RunnerExitCode.Done, await adopter.Exit);
        Assert.Equal(1, scene.Starts);
        Assert.False(process.Process.IsAlive());
        Assert.Equal(EndCause.EndedUnseen, scene.Exit!.Cause);
        Assert.Null(scene.Exit.ExitStatus);
        Assert.False(Directory.Exists(scene.Folder.Temporary));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("runner.started")]
    [InlineData("runner.recorded")]
    public async Task An_adopted_run_can_be_cancelled_with_its_whole_tree(string place)
    {
        await using var scene = new Scene(
            """
            sh -c 'echo $$ > child; exec sleep 300' &
            setsid sh -c 'setsid sh -c "trap : TERM; echo \$\$ > orphan; while :; do sleep 300; done" & exit' &
            echo $$ > leader
            wait
            """);
        Assert.Equal(RunnerProcess.Killed, await scene.StartRunner(place).Exit);
        ProcessIdentity[] family =
        [
            await scene.WrittenProcessAsync("leader"),
            await scene.WrittenProcessAsync("child"),
            await scene.WrittenProcessAsync("orphan"),
        ];

        scene.StartAdopter();
        using var client = await ControlClient.ConnectAsync(scene);
        Assert.Equal(family[0], (await client.ReadProcessAsync()).Process);
        await client.StopAsync();
        var exit = (await client.ReadUntilAsync(ControlEventKind.Ended)).Exit;

        Assert.Equal(EndCause.Cancelled, exit!.Cause);
        Assert.All(family, process => Assert.False(process.IsAlive()));
    }

    /// <summary>Each way out of the environment, the group, the session and the parent, and all of them at once.</summary>
    private const string Fugitives =
        """
        quiet='exec >/dev/null 2>&1'
        env -i sh -c 'echo $$ > f1; exec /bin/sleep 300' &
        env -i setsid sh -c 'echo $$ > f2; exec /bin/sleep 300' &
        env -i setsid sh -c "$quiet; echo \$\$ > f3; exec /bin/sleep 300" &
        (env -i sh -c 'echo $$ > f4; exec /bin/sleep 300' &)
        (env -i setsid sh -c 'echo $$ > f5; exec /bin/sleep 300' &)
        (env -i setsid sh -c "$quiet; (trap '' TERM; exec sh -c 'echo \$\$ > f6; exec /bin/sleep 300') & exit" &)
        (env -i setsid sh -c "$quiet; echo \$\$ > f7; exec /bin/sleep 300" &)
        (env -i setsid sh -c 'trap "" TERM HUP; echo $$ > f8; while :; do /bin/sleep 300; done' &)
        echo $$ > leader
        """;

    private static readonly string[] FugitiveNames = ["f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8"];

    [Theory(Timeout = 60_000)]
    [InlineData("runner.started")]
    [InlineData("runner.recorded")]
    public async Task Nothing_is_left_of_an_adopted_run_that_is_cancelled_whatever_its_children_left(string place)
    {
        await using var scene = new Scene($"{Fugitives}\nwait");
        Assert.Equal(RunnerProcess.Killed, await scene.StartRunner(place).Exit);
        var family = await FamilyAsync(scene, [.. FugitiveNames, "leader"]);

        scene.StartAdopter();
        using var client = await ControlClient.ConnectAsync(scene);
        _ = await client.ReadProcessAsync();
        await client.StopAsync();

        Assert.Equal(EndCause.Cancelled, (await client.ReadUntilAsync(ControlEventKind.Ended)).Exit!.Cause);
        Assert.Empty(family.Where(process => process.Value.IsAlive()).Select(process => process.Key));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("runner.started")]
    [InlineData("runner.recorded")]
    public async Task Nothing_is_left_of_an_adopted_run_that_ended_by_itself_before_it_was_adopted(string place)
    {
        await using var scene = new Scene($"{Fugitives}\nwhile ! [ -s f8 -a -s f7 -a -s f6 -a -s f5 -a -s f4 -a -s f3 -a -s f2 -a -s f1 ]; do sleep 0.01; done");
        Assert.Equal(RunnerProcess.Killed, await scene.StartRunner(place).Exit);
        var family = await FamilyAsync(scene, FugitiveNames);
        var leader = int.Parse(await scene.WrittenAsync("leader"), System.Globalization.CultureInfo.InvariantCulture);
        await Eventually.TrueAsync(() => ProcessIdentity.Of(leader) is not { } left || !left.IsAlive(), "the process ends by itself");

        Assert.Equal((int)RunnerExitCode.Done, await scene.StartAdopter().Exit);

        Assert.Empty(family.Where(process => process.Value.IsAlive()).Select(process => process.Key));
    }

    [Fact(Timeout = 60_000)]
    public async Task Nothing_is_left_of_an_ordinary_run_whatever_its_children_left()
    {
        await using var scene = new Scene($"{Fugitives}\nwait");
        var runner = scene.StartRunner();
        var family = await FamilyAsync(scene, [.. FugitiveNames, "leader"]);
        using var client = await ControlClient.ConnectAsync(scene);
        await client.StopAsync();

        Assert.Equal((int)RunnerExitCode.Done, await runner.Exit);
        Assert.Empty(family.Where(process => process.Value.IsAlive()).Select(process => process.Key));
    }

    /// <summary>Where the system gives no control group: what can be told by session, parent, console and mark is told, and nothing else is touched.</summary>
    [Fact(Timeout = 60_000)]
    public async Task Without_a_control_group_sessions_consoles_and_parents_tell_whose_a_process_is()
    {
        await using var scene = new Scene($"{Fugitives}\nwait");
        Assert.Equal(RunnerProcess.Killed, await scene.StartRunner("runner.recorded").Exit);
        var family = await FamilyAsync(scene, [.. FugitiveNames, "leader"]);
        var hidden = scene.Folder.ControlGroup + ".hidden";
        if (File.Exists(scene.Folder.ControlGroup))
        {
            File.Move(scene.Folder.ControlGroup, hidden);
        }

        // Another program of the same person that looks into the run's console.
        using var reader = System.Diagnostics.Process.Start("/usr/bin/tail", ["-f", scene.Folder.Console]);
        try
        {
            scene.StartAdopter();
            using var client = await ControlClient.ConnectAsync(scene);
            _ = await client.ReadProcessAsync();
            await client.StopAsync();
            _ = await client.ReadUntilAsync(ControlEventKind.Ended);

            // An orphan from before that left its session, its environment and its console is beyond proof: better left than another's process killed.
            string[] beyondProof = ["f6", "f7"];
            Assert.Empty(family.Where(process => process.Value.IsAlive()).Select(process => process.Key).Except(beyondProof));
            Assert.False(reader.HasExited);
        }
        finally
        {
            reader.Kill();
            foreach (var process in family.Values.Where(process => process.IsAlive()))
            {
                Unix.Signals.Send(process.ProcessId, Unix.Signals.Kill);
            }

            if (File.Exists(hidden))
            {
                File.Move(hidden, scene.Folder.ControlGroup);
            }
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task What_lives_and_is_not_the_runs_is_never_touched_though_it_has_a_number_that_the_run_had()
    {
        await using var scene = new Scene("exit 0");
        Assert.Equal(RunnerProcess.Killed, await scene.StartRunner("runner.recorded").Exit);
        using var stranger = System.Diagnostics.Process.Start("/usr/bin/setsid", ["/bin/sh", "-c", "sleep 300 & wait"]);
        try
        {
            // As if the number of the run's process had been given out again: the same number, another start.
            var taken = ProcessIdentity.Of(stranger.Id)!;
            DurableFile.Replace(
                scene.Folder.Process, scene.Process! with { Process = taken with { StartTime = taken.StartTime - 1 }, Forks = 0 }, RunnerJson.Default.ProcessRecord);

            Assert.Equal((int)RunnerExitCode.Done, await scene.StartAdopter().Exit);
            Assert.True(taken.IsAlive());
        }
        finally
        {
            stranger.Kill(entireProcessTree: true);
        }
    }

    private static async Task<Dictionary<string, ProcessIdentity>> FamilyAsync(Scene scene, string[] names)
    {
        var family = new Dictionary<string, ProcessIdentity>();
        foreach (var name in names)
        {
            family[name] = await scene.WrittenProcessAsync(name);
        }

        return family;
    }

    [Fact(Timeout = 30_000)]
    public async Task An_adopted_run_keeps_its_time_limit_from_its_start()
    {
        await using var scene = new Scene("exec sleep 300", job => job with { TimeoutSeconds = 0.5 });
        Assert.Equal(RunnerProcess.Killed, await scene.StartRunner("runner.recorded").Exit);
        var process = scene.Process!;

        Assert.Equal((int)RunnerExitCode.Done, await scene.StartAdopter().Exit);

        Assert.Equal(EndCause.TimedOut, scene.Exit!.Cause);
        Assert.False(process.Process.IsAlive());
        Assert.Equal(process, scene.Process);
        Assert.True(scene.Exit.EndedAt - process.StartedAt >= TimeSpan.FromSeconds(0.5));
    }

    [Fact(Timeout = 30_000)]
    public async Task An_adopted_run_keeps_its_output_limit()
    {
        await using var scene = new Scene("sleep 0.2; exec yes > ../output.log", job => job with { MaxOutputBytes = 100_000 });
        Assert.Equal(RunnerProcess.Killed, await scene.StartRunner("runner.recorded").Exit);

        Assert.Equal((int)RunnerExitCode.Done, await scene.StartAdopter().Exit);
        Assert.Equal(EndCause.OutputLimit, scene.Exit!.Cause);
    }

    [Fact(Timeout = 30_000)]
    public async Task What_ended_unseen_is_told_as_such_and_what_it_left_is_cleared_up()
    {
        await using var scene = new Scene("setsid sh -c 'echo $$ > stray; exec sleep 300' & while ! [ -s stray ]; do sleep 0.01; done; exit 0");
        var runner = scene.StartRunner("runner.recorded");
        Assert.Equal(RunnerProcess.Killed, await runner.Exit);
        var stray = await scene.WrittenProcessAsync("stray");
        await Eventually.TrueAsync(() => !scene.Process!.Process.IsAlive(), "the process ends by itself");

        Assert.Equal((int)RunnerExitCode.Done, await scene.StartAdopter().Exit);
        Assert.Equal(EndCause.EndedUnseen, scene.Exit!.Cause);
        Assert.False(stray.IsAlive());
    }

    [Fact(Timeout = 30_000)]
    public async Task Between_end_and_record_the_end_is_told_as_unseen()
    {
        await using var scene = new Scene("echo start >> starts");
        Assert.Equal(RunnerProcess.Killed, await scene.StartRunner("runner.ended").Exit);
        Assert.Null(scene.Exit);

        Assert.Equal((int)RunnerExitCode.Done, await scene.StartAdopter().Exit);
        Assert.Equal(1, scene.Starts);
        Assert.Equal(EndCause.EndedUnseen, scene.Exit!.Cause);
    }

    [Fact(Timeout = 30_000)]
    public async Task After_the_record_the_end_is_known_and_stays_as_it_was()
    {
        await using var scene = new Scene("exit 9");
        Assert.Equal(RunnerProcess.Killed, await scene.StartRunner("runner.reported").Exit);
        var exit = scene.Exit;
        Assert.Equal(9, exit!.ExitStatus);

        Assert.Equal((int)RunnerExitCode.Done, await scene.StartAdopter().Exit);
        Assert.Equal(exit, scene.Exit);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("runner.locked")]
    [InlineData("runner.recorded")]
    [InlineData("runner.ended")]
    public async Task An_adopter_may_be_killed_too(string place)
    {
        await using var scene = new Scene(UntilGate);
        Assert.Equal(RunnerProcess.Killed, await scene.StartRunner("runner.started").Exit);
        _ = await scene.WrittenAsync("starts");
        var adopter = scene.StartAdopter(place);
        if (place == "runner.ended")
        {
            _ = await scene.ProcessAsync();
            await scene.OpenGateAsync();
        }

        Assert.Equal(RunnerProcess.Killed, await adopter.Exit);
        await scene.OpenGateAsync();

        Assert.Equal((int)RunnerExitCode.Done, await scene.StartAdopter().Exit);
        Assert.Equal(1, scene.Starts);
        Assert.Equal(EndCause.EndedUnseen, scene.Exit!.Cause);
    }

    [Fact(Timeout = 120_000)]
    public async Task Killed_at_any_moment_there_is_at_most_one_start_and_always_an_answer()
    {
        var random = new Random(7);
        for (var round = 0; round < 40; round++)
        {
            await using var scene = new Scene("echo start >> starts; sleep 0.01; exit 2");
            var runner = scene.StartRunner();
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 30)), TestContext.Current.CancellationToken);
            runner.Kill();
            _ = await runner.Exit;

            var adopted = (RunnerExitCode)await scene.StartAdopter().Exit;
            var again = (RunnerExitCode)await scene.StartRunner().Exit;

            Assert.InRange(scene.Starts, 0, 1);
            Assert.Contains(adopted, new[] { RunnerExitCode.Done, RunnerExitCode.NotOurs });
            Assert.Equal(adopted == RunnerExitCode.Done ? RunnerExitCode.NotOurs : RunnerExitCode.Done, again);
            Assert.NotNull(scene.Exit);
        }
    }
}
