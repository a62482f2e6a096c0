using Microsoft.Extensions.DependencyInjection;
using StataRuns.Runs;

namespace StataRuns.Cluster.Tests.Embedded;

/// <summary>A machine's clock is set while its service works: after a wrong RTC, by hours.</summary>
public sealed class ClockSpecs : IDisposable
{
    private readonly DataFolder _folder = new();
    private readonly ShiftableClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = 120_000)]
    [InlineData(-1)]
    [InlineData(-24 * 365)]
    [InlineData(1)]
    [InlineData(24 * 365)]
    public async Task A_clock_that_is_set_keeps_nothing_from_starting_ending_and_answering(int hours)
    {
        await using var host = await StartAsync();
        var before = await host.SubmitAsync(_folder.DoFile("before.do", "display 1"));
        await host.IsAsync(before.RunId, RunStatus.Succeeded);
        var running = await host.SubmitAsync(_folder.Lines("running.do", 4000, 50));
        await host.IsAsync(running.RunId, RunStatus.Running);
        var follower = new Follower(host, running.RunId);
        await follower.SubscribeAsync();

        _clock.Shift = TimeSpan.FromHours(hours);
        var now = _clock.GetUtcNow();

        // A new run starts, ends, and has the true time.
        var after = await host.SubmitAsync(_folder.DoFile("after.do", "display 2"));
        await host.IsAsync(after.RunId, RunStatus.Succeeded);
        Assert.InRange(after.SubmittedAt, now - TimeSpan.FromSeconds(1), now + TimeSpan.FromMinutes(1));
        // Who followed goes on hearing.
        var heard = follower.Heard.Count;
        await Eventually.TrueAsync(() => follower.Heard.Count > heard, "the follower hears of the run");
        await host.Run(running.RunId).CancelAsync();
        await host.IsAsync(running.RunId, RunStatus.Cancelled);
        await Eventually.TrueAsync(() => follower.Newest!.Status == RunStatus.Cancelled, "the follower hears of the end");

        // What is no longer in memory answers.
        await host.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero, TestContext.Current.CancellationToken);
        Assert.Equal(RunStatus.Succeeded, (await host.Run(before.RunId).GetAsync())!.Status);

        // And back again, as an NTP daemon may do.
        _clock.Shift = TimeSpan.Zero;
        var last = await host.SubmitAsync(_folder.DoFile("last.do", "display 3"));
        await host.IsAsync(last.RunId, RunStatus.Succeeded);
        Assert.Equal(RunStatus.Succeeded, (await host.Run(after.RunId).GetAsync())!.Status);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_clock_that_was_set_back_between_two_starts_makes_no_version_older()
    {
        var file = _folder.DoFile("wait.do", "display 1");
        RunSnapshot waiting;
        // Orleans compares some times with the test machine's own clock: a silo that took five minutes to join is given up.
        _clock.Shift = TimeSpan.FromMinutes(4);
        await using (var before = await StartAsync(seats: 1))
        {
            await before.SubmitAsync(_folder.Lines("running.do", 4000, 50));
            waiting = await before.SubmitAsync(file);
        }

        _clock.Shift = TimeSpan.Zero;
        await using var host = await StartAsync(seats: 1);
        var now = (await host.Run(waiting.RunId).GetAsync())!;

        Assert.Equal(RunStatus.Queued, now.Status);
        Assert.True(now.Version > waiting.Version, $"{now.Version} is not newer than {waiting.Version}.");
    }

    private Task<EmbeddedHost> StartAsync(int seats = 2) =>
        EmbeddedHost.StartAsync(_folder, seats, configure: services => services.AddSingleton<TimeProvider>(_clock));
}
