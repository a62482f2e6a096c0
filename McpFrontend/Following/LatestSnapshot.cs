using StataRuns.Runs;

namespace StataRuns.McpFrontend.Following;

/// <summary>
/// The newest snapshot that was heard of, and a bell. It holds one snapshot however many come, so that a reader who is slow
/// costs nothing, and the highest version wins however they are ordered.
/// </summary>
internal sealed class LatestSnapshot(TimeProvider time)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _bell = NewBell();
    private RunSnapshot? _newest;
    private long _heard;

    /// <summary>When the newest snapshot was heard of.</summary>
    public long Heard => Volatile.Read(ref _heard);

    /// <summary>Takes a snapshot if it is newer than what is here.</summary>
    public void Offer(RunSnapshot snapshot)
    {
        TaskCompletionSource bell;
        lock (_lock)
        {
            if (_newest is not null && snapshot.Version <= _newest.Version)
            {
                return;
            }

            _newest = snapshot;
            Volatile.Write(ref _heard, time.GetTimestamp());
            bell = _bell;
        }

        bell.TrySetResult();
    }

    /// <summary>Rings the bell: something else than the snapshot has changed.</summary>
    public void Ring()
    {
        TaskCompletionSource bell;
        lock (_lock)
        {
            bell = _bell;
        }

        bell.TrySetResult();
    }

    /// <summary>Takes the newest snapshot if it was not taken yet, and silences the bell.</summary>
    public RunSnapshot? Take(RunVersion? than)
    {
        lock (_lock)
        {
            if (_bell.Task.IsCompleted)
            {
                _bell = NewBell();
            }

            return _newest is { } newest && (than is not { } seen || newest.Version > seen) ? newest : null;
        }
    }

    /// <summary>Waits until a newer snapshot is here than the last that was looked at, or for so long.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        Task bell;
        lock (_lock)
        {
            bell = _bell.Task;
        }

        if (bell.IsCompleted)
        {
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(bell, Task.Delay(atMost, time, stop.Token));
        await stop.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource NewBell() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
