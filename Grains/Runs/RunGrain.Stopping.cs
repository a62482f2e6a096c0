using StataRuns.Hosts;
using StataRuns.Runner.Protocol;

namespace StataRuns.Runs;

/// <summary>
/// Stopping a run, which must be possible on a disk that takes no write, since it may be the run that filled it. The runner is told
/// first and the request written second; where it cannot be written it is kept in memory, goes with the next write of the run that
/// succeeds, and is tried again every few seconds.
/// </summary>
/// <remarks>
/// A service that is killed in between has either told the runner, whose exit record then says that the run was cancelled, or it has
/// not, and then the request is forgotten with the call that made it: its caller was told that it is not written yet.
/// </remarks>
internal sealed partial class RunGrain
{
    private static readonly TimeSpan StopRetry = TimeSpan.FromSeconds(5);

    private IGrainTimer? _stopRetry;
    private string? _stopTrouble;

    /// <summary>Was its stop asked for, whether that could be written or not?</summary>
    private bool IsStopWanted => State.StopRequested || _stopTrouble is not null;

    public async Task<RunSnapshot?> CancelAsync()
    {
        if (!Exists || State.Status.IsFinal())
        {
            return Snapshot();
        }

        if (State.Status is RunStatus.Starting or RunStatus.Running)
        {
            runners.Stop(State.Nonce!);
        }

        if (!State.StopRequested)
        {
            await SaveStopAsync();
        }

        return Snapshot();
    }

    /// <summary>Writes that the stop was asked for; of a run that waits it is the end. What cannot be written now is tried again.</summary>
    private async Task SaveStopAsync()
    {
        try
        {
            if (State.Status == RunStatus.Queued)
            {
                await EndAsync(Stopped(State) with { Status = RunStatus.Cancelled, FinishedAt = time.GetUtcNow() });
                return;
            }

            await WriteAsync(Stopped(State));
            FailPoint.Pass("silo.stop-requested");
        }
        catch (Exception e) when (e is not InvalidOperationException)
        {
            Log.StopNotSaved(logger, State.RunId, e);
            _stopTrouble = DiskTrouble.Of(e) ?? e.Message;
            _stopRetry ??= this.RegisterGrainTimer(RetryStopAsync, new GrainTimerCreationOptions(StopRetry, StopRetry) { KeepAlive = true });
        }

        Hint();
    }

    private Task RetryStopAsync() =>
        _stopTrouble is not null && state.RecordExists && !State.Status.IsFinal() ? SaveStopAsync() : Task.CompletedTask;

    /// <summary>
    /// From this write on the database lets the same call make a new run: a repeated call never joins a run that is being stopped. In
    /// the same write, since between two of them a kill would leave a run that is to end and still takes callers in.
    /// </summary>
    private static RunState Stopped(RunState run) => run with { StopRequested = true, Fingerprint = RunFingerprint.Released(run.RunId) };

    /// <summary>What is written carries a request that could not be written before.</summary>
    private RunState WithStop(RunState next) => _stopTrouble is null || next.Status.IsFinal() ? next : Stopped(next);

    /// <summary>Something was written, and the request with it.</summary>
    private void StopIsSaved()
    {
        _stopTrouble = null;
        _stopRetry?.Dispose();
        _stopRetry = null;
    }

    /// <summary>What a caller is told while the request is in memory only.</summary>
    private RunSnapshot WithStopTrouble(RunSnapshot snapshot) => _stopTrouble is { } trouble && !snapshot.Status.IsFinal()
        ? snapshot with
        {
            StopRequested = true,
            Notes =
            [
                .. snapshot.Notes,
                $"Its stop was requested and passed on, but could not be recorded: {trouble} It is written as soon as it can be; should the service end before that, ask again.",
            ],
        }
        : snapshot;
}
