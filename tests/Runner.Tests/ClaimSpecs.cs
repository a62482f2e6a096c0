using StataRuns.Runner.Protocol;
using StataRuns.Runner.Tests.Stage;

namespace StataRuns.Runner.Tests;

public class ClaimSpecs
{
    private const string CountStarts = "echo start >> starts";

    [Fact(Timeout = 60_000)]
    public async Task Of_two_runners_that_race_one_starts_the_process()
    {
        for (var race = 0; race < 50; race++)
        {
            await using var scene = new Scene(CountStarts);
            var (first, second) = (scene.StartRunner(), scene.StartRunner());
            var exits = await Task.WhenAll(first.Exit, second.Exit);

            Assert.Equal(1, scene.Starts);
            Assert.Contains((int)RunnerExitCode.Done, exits);
            Assert.Equal(EndCause.Exited, scene.Exit!.Cause);
            Assert.All(exits, exit => Assert.Contains((RunnerExitCode)exit, new[] { RunnerExitCode.Done, RunnerExitCode.Locked, RunnerExitCode.NotOurs }));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_runner_and_a_revoking_service_never_both_win()
    {
        var random = new Random(20261124);
        var revoked = 0;
        const int Races = 120;
        for (var race = 0; race < Races; race++)
        {
            await using var scene = new Scene(CountStarts);
            var runner = scene.StartRunner();

            // Anywhere between "long before the runner's claim" and "long after it".
            var until = TimeProvider.System.GetTimestamp();
            var delay = TimeSpan.FromMicroseconds(random.Next(0, 15_000));
            SpinWait.SpinUntil(() => TimeProvider.System.GetElapsedTime(until) >= delay);
            var claim = new Claim { Nonce = scene.Job.Nonce, By = Claimant.Service, Claimer = ProcessIdentity.Current, At = DateTimeOffset.UtcNow };
            var serviceWon = DurableFile.TryCreate(scene.Folder.Claim, claim, RunnerJson.Default.Claim);

            var exit = (RunnerExitCode)await runner.Exit;
            Assert.Equal(serviceWon ? RunnerExitCode.NotOurs : RunnerExitCode.Done, exit);
            Assert.Equal(serviceWon ? 0 : 1, scene.Starts);
            revoked += serviceWon ? 1 : 0;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{revoked} of {Races} were revoked in time");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_revoked_attempt_is_never_started_nor_adopted()
    {
        await using var scene = new Scene(CountStarts);
        var claim = new Claim { Nonce = scene.Job.Nonce, By = Claimant.Service, Claimer = ProcessIdentity.Current, At = DateTimeOffset.UtcNow };
        Assert.True(DurableFile.TryCreate(scene.Folder.Claim, claim, RunnerJson.Default.Claim));

        Assert.Equal((int)RunnerExitCode.NotOurs, await scene.StartRunner().Exit);
        Assert.Equal((int)RunnerExitCode.NotOurs, await scene.StartAdopter().Exit);
        Assert.Equal(0, scene.Starts);
        Assert.Null(scene.Exit);
        Assert.False(File.Exists(scene.Job.ControlSocket));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("")]
    [InlineData("{\"nonce\":\"0123")]
    public async Task A_torn_claim_is_a_claim_and_means_that_nothing_was_started(string content)
    {
        await using var scene = new Scene(CountStarts);
        await File.WriteAllTextAsync(scene.Folder.Claim, content, TestContext.Current.CancellationToken);

        Assert.Equal((int)RunnerExitCode.NotOurs, await scene.StartRunner().Exit);
        Assert.Equal((int)RunnerExitCode.Done, await scene.StartAdopter().Exit);
        Assert.Equal(0, scene.Starts);
        Assert.Equal(EndCause.NotStarted, scene.Exit!.Cause);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_second_runner_leaves_a_living_one_alone()
    {
        await using var scene = new Scene("echo start >> starts; exec sleep 300");
        var first = scene.StartRunner();
        var process = await scene.ProcessAsync();
        _ = await scene.WrittenAsync("starts");

        Assert.Equal((int)RunnerExitCode.Locked, await scene.StartRunner().Exit);
        Assert.Equal((int)RunnerExitCode.Locked, await scene.StartAdopter().Exit);
        Assert.True(AttemptLock.IsHeld(scene.Folder));
        Assert.True(first.Identity.IsAlive());
        Assert.Equal(1, scene.Starts);
        Assert.Equal(process, scene.Process);
    }

    [Fact(Timeout = 30_000)]
    public async Task Asking_whether_a_runner_lives_does_not_keep_one_from_starting()
    {
        await using var scene = new Scene(CountStarts);
        var asking = AttemptLock.TryTake(scene.Folder);
        var runner = scene.StartRunner();
        await Task.Run(() => asking!.Dispose(), TestContext.Current.CancellationToken);

        Assert.Equal((int)RunnerExitCode.Done, await runner.Exit);
        Assert.Equal(1, scene.Starts);
    }
}
