using Microsoft.Extensions.Logging;
using StataRuns.Output;
using StataRuns.Runner.Protocol;

namespace StataRuns.Runs;

/// <summary>
/// The end of an ended run. Three steps, and the order is what makes a kill between any two of them harmless:
/// <list type="number">
/// <item>the state is marked as deleted: from here on the run is unknown to everybody, and stays so;</item>
/// <item>its folder is removed, which can be done again from wherever it broke off;</item>
/// <item>its state is removed.</item>
/// </list>
/// Folder first would leave a run that claims a log it has not; state first would leave a folder that nothing points to. The
/// mark is what the host's housekeeping finds after a kill, or after a disk that refused, and finishes.
/// </summary>
internal sealed partial class RunGrain
{
    /// <summary>Is there such a run, as far as anybody may know?</summary>
    private bool Exists => state.RecordExists && State.DeletedAt is null;

    public async Task<RunSnapshot?> KeepAsync(bool keep)
    {
        if (Exists && State.KeptAt is not null != keep)
        {
            await WriteAsync(State with { KeptAt = keep ? time.GetUtcNow() : null });
            Hint();
        }

        return Snapshot();
    }

    public async Task<DeleteOutcome> DeleteAsync(bool evenIfKept)
    {
        if (!state.RecordExists)
        {
            DeactivateOnIdle();
            return DeleteOutcome.Unknown;
        }

        if (!State.Status.IsFinal())
        {
            return DeleteOutcome.NotOver;
        }

        if (State.KeptAt is not null && State.DeletedAt is null && !evenIfKept)
        {
            return DeleteOutcome.Kept;
        }

        var id = State.RunId;
        if (State.DeletedAt is null)
        {
            await WriteAsync(State with { DeletedAt = time.GetUtcNow() });
            FailPoint.Pass("silo.delete-marked");
        }

        try
        {
            await TemporaryFolders.RemoveAllAsync(Folder, id, State.Attempt, time);
            Folder.Remove();
            FailPoint.Pass("silo.folder-removed");

            // Before the state, in pieces that are each committed: together with the row it would be one command, longer than a command may be.
            await copies.DeleteAsync(id);
            await ClearAsync();
            FailPoint.Pass("silo.deleted");
        }
        catch (Exception e) when (e is not InvalidOperationException)
        {
            // It is deleted for everybody; what is left of it the housekeeping tries again.
            Log.NotCleared(logger, id, e);
            DeactivateOnIdle();
            return DeleteOutcome.DeletedNotCleared;
        }

        DeactivateOnIdle();
        return DeleteOutcome.Deleted;
    }

    public Task<long?> OffsetSinceAsync(DateTimeOffset since) =>
        Task.FromResult(Exists && State.Attempt > 0 ? OutputTimes.OffsetSince(Folder.Attempt(State.Attempt).Times, since) : null);

    private async Task ClearAsync()
    {
        try
        {
            await state.ClearStateAsync();
            _written = new RunState();
        }
        catch (Exception e) when (e is not InvalidOperationException)
        {
            await ReadAgainAsync();
            if (state.RecordExists)
            {
                throw;
            }
        }
    }
}
