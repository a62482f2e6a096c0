using StataRuns.Runner.Protocol;
using StataRuns.Runner.Tests.Stage;

namespace StataRuns.Runner.Tests;

public class LeftBehindSpecs
{
    [Fact(Timeout = 30_000)]
    public async Task What_a_process_left_behind_is_ended_and_named()
    {
        await using var scene = new Scene("sleep 1000 & echo $! > one; setsid sleep 1001 & echo $! > two; exit 0");
        Assert.Equal((int)RunnerExitCode.Done, await scene.StartRunner().Exit);
        var exit = scene.Exit!;

        Assert.Equal(EndCause.Exited, exit.Cause);
        Assert.Equal(2, exit.LeftBehindCount);
        Assert.Equal(
            new[] { scene.Note("one"), scene.Note("two") }.Order(),
            exit.LeftBehind!.Select(left => $"{left.ProcessId}").Order());
        Assert.All(exit.LeftBehind!, left => Assert.Equal("sleep", left.Name));
        Assert.All(exit.LeftBehind!, left => Assert.Null(ProcessIdentity.Of(left.ProcessId)));
    }

    [Fact(Timeout = 30_000)]
    public async Task One_whose_parent_is_gone_is_named_as_well()
    {
        await using var scene = new Scene("(sleep 1000 & echo $! > one) & wait; exit 0");
        await scene.StartRunner().Exit;

        Assert.Equal(scene.Note("one"), $"{Assert.Single(scene.Exit!.LeftBehind!).ProcessId}");
    }

    [Fact(Timeout = 30_000)]
    public async Task What_ends_by_itself_a_moment_later_is_not_named()
    {
        await using var scene = new Scene("sleep 0.05 & exit 0");
        await scene.StartRunner().Exit;

        Assert.Null(scene.Exit!.LeftBehind);
        Assert.Null(scene.Exit.LeftBehindCount);
    }

    [Fact(Timeout = 30_000)]
    public async Task Of_many_the_first_are_named_and_all_are_counted()
    {
        await using var scene = new Scene("i=0; while [ $i -lt 25 ]; do sleep 1000 & i=$((i+1)); done; exit 0");
        await scene.StartRunner().Exit;

        Assert.Equal(25, scene.Exit!.LeftBehindCount);
        Assert.Equal(10, scene.Exit.LeftBehind!.Count);
    }

    [Fact(Timeout = 30_000)]
    public async Task Of_one_that_was_stopped_nothing_is_said()
    {
        await using var scene = new Scene("trap 'exit 0' TERM; setsid sleep 1000 & echo > ready; wait");
        scene.StartRunner();
        await scene.WrittenAsync("ready");
        using var client = await ControlClient.ConnectAsync(scene);
        await client.StopAsync();
        var exit = await scene.ExitAsync();

        Assert.Equal(EndCause.Cancelled, exit.Cause);
        Assert.Null(exit.LeftBehind);
    }

    [Fact(Timeout = 30_000)]
    public async Task Of_one_whose_time_was_over_nothing_is_said()
    {
        await using var scene = new Scene("setsid sleep 1000 & wait", job => job with { TimeoutSeconds = 0.2 });
        scene.StartRunner();
        var exit = await scene.ExitAsync();

        Assert.Equal(EndCause.TimedOut, exit.Cause);
        Assert.Null(exit.LeftBehind);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_runner_that_adopted_names_them_too()
    {
        await using var scene = new Scene("sleep 1000 & echo $! > one; while ! [ -e gate ]; do sleep 0.01; done; exit 0");
        var first = scene.StartRunner();
        await scene.ProcessAsync();
        await scene.WrittenAsync("one");
        first.Kill();
        await first.Exit;
        scene.StartAdopter();
        using var client = await ControlClient.ConnectAsync(scene);
        await scene.OpenGateAsync();
        var exit = await scene.ExitAsync();

        Assert.Equal(EndCause.EndedUnseen, exit.Cause);
        Assert.Contains(exit.LeftBehind!, left => $"{left.ProcessId}" == scene.Note("one") && left.Name == "sleep");
    }

    [Fact(Timeout = 10_000)]
    public void A_record_of_a_runner_before_there_was_this_member_is_read()
    {
        var exit = System.Text.Json.JsonSerializer.Deserialize("""{"nonce":"n","cause":"exited","exit_status":0,"ended_at":"2026-01-02T03:04:05Z"}""", RunnerJson.Default.ExitRecord)!;

        Assert.Null(exit.LeftBehind);
    }
}
