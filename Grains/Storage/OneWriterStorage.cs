using Orleans.Storage;

namespace StataRuns.Storage;

/// <summary>
/// Lets one grain state be written at a time. SQLite has one writer anyway, and its driver sleeps 150 ms before it tries
/// a taken lock again; waiting here, in order, makes the slowest of 32 writers twenty times faster.
/// </summary>
internal sealed class OneWriterStorage(IGrainStorage inner) : IGrainStorage, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        inner.ReadStateAsync(stateName, grainId, grainState);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        inner.ReadStateAsync(stateName, grainId, grainState, cancellationToken);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        InTurnAsync(() => inner.WriteStateAsync(stateName, grainId, grainState, cancellationToken), cancellationToken);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        InTurnAsync(() => inner.ClearStateAsync(stateName, grainId, grainState, cancellationToken), cancellationToken);

    public void Dispose() => _gate.Dispose();

    private async Task InTurnAsync(Func<Task> write, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            await write();
        }
        finally
        {
            _gate.Release();
        }
    }
}
