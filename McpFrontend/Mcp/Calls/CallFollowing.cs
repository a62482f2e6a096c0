using StataRuns.McpFrontend.Following;
using StataRuns.Runs;
using StataRuns.Telemetry;

namespace StataRuns.McpFrontend.Mcp.Calls;

/// <summary>
/// Follows a run for one call, for as long as the call stays open, and tells its progress. However a call ends, early or
/// not, it ends the following and never the run: no token of a call reaches a grain.
/// </summary>
internal sealed class CallFollowing(RunFollower follower, TimeProvider time, IHostApplicationLifetime life)
{
    // A silo that is started anew is back sooner; who waits longer had better be told.
    private static readonly TimeSpan AwayPatience = TimeSpan.FromSeconds(15);

    /// <summary>Follows until the run's end, the end of the wait, or the service's end; or until its host has been away for a while.</summary>
    /// <param name="run">The run as it is known; its progress is told at once.</param>
    /// <param name="wait">How long; null: until the run's end.</param>
    /// <param name="progress">Where progress goes.</param>
    /// <param name="cancellation">The call's own token.</param>
    /// <returns>The newest snapshot.</returns>
    /// <exception cref="OperationCanceledException">The call was cancelled: nobody waits for its result.</exception>
    public async Task<RunSnapshot> UntilEndAsync(RunSnapshot run, TimeSpan? wait, ProgressSender progress, CancellationToken cancellation)
    {
        await progress.SendAsync(run, cancellation);
        if (run.Status.IsFinal() || wait <= TimeSpan.Zero)
        {
            return run;
        }

        using var limit = new CancellationTokenSource(wait ?? Timeout.InfiniteTimeSpan, time);
        using var away = new CancellationTokenSource(AwayFor(run), time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token, away.Token, life.ApplicationStopping);
        try
        {
            await foreach (var newer in SteadyAsync(run, progress, end.Token))
            {
                if (newer.Status is RunStatus.Unreachable != run.Status is RunStatus.Unreachable)
                {
                    away.CancelAfter(AwayFor(newer));
                }

                run = newer;
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        return run;
    }

    private static TimeSpan AwayFor(RunSnapshot run) => run.Status is RunStatus.Unreachable ? AwayPatience : Timeout.InfiniteTimeSpan;

    /// <summary>The run's snapshots, with a notification at each, in the measure that clients bear, and a beat where none comes.</summary>
    private async IAsyncEnumerable<RunSnapshot> SteadyAsync(
        RunSnapshot run, ProgressSender progress, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var events = follower.FollowAsync(run.RunId, stop.Token).GetAsyncEnumerator(stop.Token);
        var next = events.MoveNextAsync().AsTask();
        var hasNews = false;
        long? heard = null;
        try
        {
            while (true)
            {
                while (next.IsCompleted)
                {
                    if (!await next)
                    {
                        yield break;
                    }

                    if (events.Current is RunEvent.Moved(var newer) { Heard: var at } && (newer.Version > run.Version || newer.Status != run.Status))
                    {
                        (run, hasNews) = (newer, true);
                        heard ??= at;
                        yield return run;
                        if (run.Status.IsFinal())
                        {
                            yield break;
                        }
                    }

                    next = events.MoveNextAsync().AsTask();
                }

                // News is told as soon as the measure allows, and then the newest of it; an end is not kept waiting for that.
                var pause = hasNews ? progress.UntilNext : ProgressSender.Beat;
                if (pause <= TimeSpan.Zero || !await SettlesAsync(next, pause, cancellation))
                {
                    await progress.SendAsync(run, cancellation);
                    if (hasNews && progress.IsWanted && heard is { } since)
                    {
                        Instruments.Progress.Record(time.GetElapsedTime(since).TotalSeconds);
                    }

                    (hasNews, heard) = (false, null);
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
            await next.ContinueWith(static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            await events.DisposeAsync();
        }
    }

    private async Task<bool> SettlesAsync(Task task, TimeSpan within, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var first = await Task.WhenAny(task, Task.Delay(within, time, stop.Token));
        await stop.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
        return first == task;
    }
}
