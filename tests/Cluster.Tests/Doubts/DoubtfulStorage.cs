using Orleans.Storage;
using StataRuns.Runs;

namespace StataRuns.Cluster.Tests.Doubts;

/// <summary>
/// A storage whose connection breaks: while it is in doubt a write is done and its answer lost, and nothing can be read. It stands
/// in front of a real one.
/// </summary>
internal sealed class DoubtfulStorage(IGrainStorage inner) : IGrainStorage
{
    /// <summary>The connection is broken.</summary>
    public bool IsInDoubt { get; set; }

    /// <summary>It breaks at the write of this status.</summary>
    public RunStatus? BreaksAt { get; set; }

    /// <summary>How many answers were lost.</summary>
    public int Lost { get; private set; }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        IsInDoubt ? throw new IOException("the connection is broken") : inner.ReadStateAsync(stateName, grainId, grainState);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (BreaksAt is { } status && grainState.State is RunState run && run.Status == status)
        {
            (IsInDoubt, BreaksAt) = (true, null);
        }

        if (!IsInDoubt)
        {
            await inner.WriteStateAsync(stateName, grainId, grainState);
            return;
        }

        if (Lost == 0)
        {
            // The caller never sees the new version: it is written through another hand.
            await inner.WriteStateAsync(stateName, grainId, new GrainState<T>(grainState.State) { ETag = grainState.ETag, RecordExists = grainState.RecordExists });
        }

        Lost++;
        throw new IOException("the connection broke");
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        inner.ClearStateAsync(stateName, grainId, grainState);
}
