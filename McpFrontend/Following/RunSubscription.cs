using StataRuns.McpFrontend.Hosts;
using StataRuns.Runs;
using StataRuns.Storage;

namespace StataRuns.McpFrontend.Following;

/// <summary>
/// Keeps one observer subscribed to a run, whatever happens to silo and grain, and puts all it hears into
/// <see cref="LatestSnapshot"/>. Subscribing answers with the run as it is, so the same call, repeated, is renewal,
/// re-subscription after a restart, and the slow poll behind hints that were lost.
/// </summary>
internal sealed partial class RunSubscription : IRunObserver, IAsyncDisposable
{
    /// <summary>A lost hint is made up for within this time; far below the lifetime of an observer.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(10);

    private readonly RunId _id;
    private readonly IRunGrains _grains;
    private readonly IRunDirectory _directory;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly IRunGrain _grain;
    private readonly IRunObserver _reference;
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource<bool> _known = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IDisposable _watch;
    private readonly Task _keeping;
    private TaskCompletionSource _hostChanged = NewSignal();

    public RunSubscription(RunId id, IRunGrains grains, IRunDirectory directory, IHostWatch hosts, TimeProvider time, ILogger logger)
    {
        (_id, _grains, _directory, _time, _logger) = (id, grains, directory, time, logger);
        Latest = new LatestSnapshot(time);
        _grain = grains.Run(id);
        _reference = grains.Reference(this);
        _watch = hosts.Watch(id.Host, HostChanged);
        _keeping = KeepAsync();
    }

    /// <summary>What was heard of the run.</summary>
    public LatestSnapshot Latest { get; }

    /// <summary>Is there such a run? Answered as soon as the grain or the directory answers.</summary>
    public Task<bool> IsKnownAsync(CancellationToken cancellation) => _known.Task.WaitAsync(cancellation);

    /// <inheritdoc/>
    public Task HintAsync(RunSnapshot snapshot)
    {
        Latest.Offer(snapshot);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _watch.Dispose();
        await _end.CancelAsync();
        await _keeping;
        try
        {
            // Only a courtesy: the grain forgets observers by itself, and nobody waits for this.
            _ = _grain.UnsubscribeAsync(_reference).ContinueWith(
                static (task, _) => _ = task.Exception, null, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            _grains.Release(_reference);
        }
        catch (Exception e) when (PassingFailure.Is(e))
        {
            LogNotReleased(_logger, _id, e);
        }

        _end.Dispose();
    }

    private async Task KeepAsync()
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));
        while (!_end.IsCancellationRequested)
        {
            var pause = Renewal;
            try
            {
                Hear(await _grain.SubscribeAsync(_reference), final: true);
                backoff.Reset();
            }
            catch (Exception e) when (PassingFailure.Is(e) || IsOdd(e))
            {
                LogSilent(_logger, _id, e.Message);
                await AskDirectoryAsync();
                pause = backoff.Next();
            }

            await PauseAsync(pause);
        }
    }

    /// <summary>A host that comes back is asked at once: its observers are gone.</summary>
    private async Task PauseAsync(TimeSpan pause)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        var changed = Volatile.Read(ref _hostChanged);
        await Task.WhenAny(changed.Task, Task.Delay(pause, _time, stop.Token));
        await stop.CancelAsync();
        if (changed.Task.IsCompleted)
        {
            Interlocked.CompareExchange(ref _hostChanged, NewSignal(), changed);
        }
    }

    private void HostChanged()
    {
        Volatile.Read(ref _hostChanged).TrySetResult();
        Latest.Ring();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whatever else a grain throws, the run may be well: it is said aloud, and asked again.</summary>
    private bool IsOdd(Exception failure)
    {
        LogOdd(_logger, _id, failure);
        return true;
    }

    private async Task AskDirectoryAsync()
    {
        try
        {
            // The row may not be written yet, so that only the grain can say that there is no such run.
            Hear(await _directory.FindAsync(_id, _end.Token), final: false);
        }
        catch (Exception e) when (PassingFailure.Is(e) || IsOdd(e))
        {
            LogSilent(_logger, _id, e.Message);
        }
    }

    private void Hear(RunSnapshot? snapshot, bool final)
    {
        if (snapshot is not null)
        {
            Latest.Offer(snapshot);
            _known.TrySetResult(true);
        }
        else if (final)
        {
            _known.TrySetResult(false);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Run {RunId} does not answer for now: {Reason}")]
    private static partial void LogSilent(ILogger logger, RunId runId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {RunId} answered with an unexpected failure")]
    private static partial void LogOdd(ILogger logger, RunId runId, Exception exception);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The observer of run {RunId} was not released")]
    private static partial void LogNotReleased(ILogger logger, RunId runId, Exception exception);
}
