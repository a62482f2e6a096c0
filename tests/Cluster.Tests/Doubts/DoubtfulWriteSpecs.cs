using StataRuns.Runs;

namespace StataRuns.Cluster.Tests.Doubts;

/// <summary>A write was done, its answer lost, and for a while nothing can be read: what the run's grain says and decides then.</summary>
public sealed class DoubtfulWriteSpecs : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task A_stop_whose_answer_was_lost_is_carried_out_and_says_that_it_may_not_be_written()
    {
        await using var host = await DoubtfulHost.StartAsync(_folder);
        var run = await host.RunAsync(_folder.Lines("main.do", 600, 50));
        await IsAsync(run, RunStatus.Running);

        host.Storage.IsInDoubt = true;
        var told = await run.CancelAsync();
        Assert.True(host.Storage.Lost > 0, "No answer was lost.");
        Assert.True(told!.StopRequested);
        Assert.Contains(told.Notes, note => note.Contains("could not be recorded", StringComparison.Ordinal));
        host.Storage.IsInDoubt = false;

        await IsAsync(run, RunStatus.Cancelled);
        Assert.Equal(1, _folder.Starts);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_end_whose_answer_was_lost_is_the_end_and_gives_the_seat_back()
    {
        await using var host = await DoubtfulHost.StartAsync(_folder);
        var run = await host.RunAsync(_folder.Lines("first.do", 20, 50));
        var next = await host.RunAsync(_folder.Lines("second.do", 1, 0));
        await IsAsync(run, RunStatus.Running);

        host.Storage.IsInDoubt = true;
        await Eventually.TrueAsync(() => host.Storage.Lost > 0, "its end is written, and nobody hears of it");
        Assert.Equal(RunStatus.Running, (await run.GetAsync())!.Status);
        host.Storage.IsInDoubt = false;

        await IsAsync(run, RunStatus.Succeeded);
        await IsAsync(next, RunStatus.Succeeded);
        Assert.Equal(2, _folder.Starts);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_start_whose_answer_was_lost_is_taken_up_and_starts_one_process()
    {
        await using var host = await DoubtfulHost.StartAsync(_folder);
        host.Storage.BreaksAt = RunStatus.Starting;
        var run = await host.RunAsync(_folder.Lines("main.do", 3, 50));
        await Eventually.TrueAsync(() => host.Storage.Lost > 0, "its start is written, and nobody hears of it");
        Assert.Equal(RunStatus.Queued, (await run.GetAsync())!.Status);
        host.Storage.IsInDoubt = false;

        await IsAsync(run, RunStatus.Succeeded);
        Assert.Equal(1, _folder.Starts);
    }

    private static Task IsAsync(IRunGrain run, RunStatus status) =>
        Eventually.TrueAsync(async () => (await run.GetAsync())!.Status == status, $"it is {status}", seconds: 30);
}
