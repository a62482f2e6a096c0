using StataRuns.Runs;

namespace StataRuns.Hosts;

/// <summary>Followers of waiting runs are notified when the queue moves.</summary>
internal sealed partial class HostGrain
{
    // Changes of one moment are notified as one, and a follower of a waiting run is notified of its place every two seconds at most.
    private static readonly TimeSpan NotifyPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan NotifyInterval = TimeSpan.FromSeconds(2);

    // Who stands farther back learns where when it subscribes again, every ten seconds.
    private const int NotifiedPlaces = 50;

    private IGrainTimer? _notifying;
    private long? _notified;

    /// <summary>
    /// A position is asked for, not told: a run that waits is notified only if it has followers, and only near the front, where a
    /// change means something. So what a submission or a freed seat costs does not grow with the queue, nor with the open calls.
    /// </summary>
    private void NotifyWaitingSoon()
    {
        if (_notifying is null && queue.WaitingCount > 0)
        {
            var rest = _notified is { } last ? NotifyInterval - time.GetElapsedTime(last) : TimeSpan.Zero;
            _notifying = this.RegisterGrainTimer(
                NotifyWaitingAsync, new GrainTimerCreationOptions(rest > NotifyPause ? rest : NotifyPause, Timeout.InfiniteTimeSpan) { KeepAlive = true });
        }
    }

    private async Task NotifyWaitingAsync()
    {
        _notifying?.Dispose();
        _notifying = null;
        _notified = time.GetTimestamp();
        foreach (var waiting in queue.ObservedAmong(NotifiedPlaces))
        {
            await RunOf<IRunControl>(waiting).QueueMovedAsync();
        }
    }
}
