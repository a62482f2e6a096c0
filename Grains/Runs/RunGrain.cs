using System.Text.Json;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Utilities;
using StataRuns.Hosts;
using StataRuns.Hosts.Placement;
using StataRuns.Output;
using StataRuns.Output.Copies;
using StataRuns.Runner.Protocol;
using StataRuns.Runners;
using StataRuns.Stata;
using StataRuns.Storage;
using StataRuns.Telemetry;

namespace StataRuns.Runs;

/// <summary>
/// A run: its state, its life (<see cref="RunTransitions"/>), and those who watch it. Its process belongs to a runner and
/// its output to a file, so that this object may be thrown away at any moment and made again.
/// </summary>
[HostPinned]
internal sealed partial class RunGrain(
    [PersistentState(RunGrain.StateName, RunGrain.StorageName)] IPersistentState<RunState> state,
    HostSettings settings,
    RunnerTable runners,
    RunnerProgram program,
    AttemptStart start,
    Redelivery redelivery,
    SeatQueue queue,
    SiloLife life,
    RunContent content,
    WrittenFiles written,
    LearnedCourses courses,
    HostLoad load,
    DiskReadiness disk,
    IOutputCopier copies,
    TimeProvider time,
    SteadyClock steady,
    ILogger<RunGrain> logger) : Grain, IRunGrain, IRunControl
{
    public const string StateName = "run";
    public const string StorageName = "runs";

    // Observers expire by a clock that does not jump: a wall clock that is set forward silences nobody.
    private readonly ObserverManager<IRunObserver> _observers = new(IRunGrain.ObserverLifetime, logger) { GetDateTime = () => DateTime.UnixEpoch + time.GetElapsedTime(0) };
    private LogReading? _reading;
    private ProcessUse? _use;
    private bool? _begun;
    private bool _isEnding;
    private bool _isContinuing;
    private long _counter = life.FirstCounter;
    private bool _isEpochRaised;
    private QueuePlace? _place;

    // What is written. A call that comes in between while a new state is being written must not see what may yet fail.
    private RunState _written = new();

    private RunState State => _written;

    private RunFolder Folder => RunFolder.Of(settings, State.RunId);

    private IHostControl Host => GrainFactory.GetGrain<IHostControl>(settings.Host);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _written = state.State;
        Show();
        StayWhileActive();
        if (state.RecordExists && State.Status is RunStatus.Starting or RunStatus.Running)
        {
            // One write for each seat. It also takes the state's version from whatever else still believed to hold the run.
            try
            {
                await WriteAsync(State);
            }
            catch (Exception e) when (e is not InvalidOperationException)
            {
                // On a full disk a run can still be followed, read and stopped; the next write does the same.
                Log.NotSaved(logger, State.RunId, e);
            }

            TakeUp();
        }

        // Nothing is written for a run that waits. Hints of an earlier activation may still be on their way, and are older than this
        // one's all the same. As long as this activation has written nothing, both tell of the same stored state, in the same epoch, and
        // this one's counter began above all of theirs (SiloLife). Whatever it writes raises the epoch in the same write: so a stored
        // change is newer than all that was said before it, even to those who know nothing of such counters or if their file was lost.
    }

    public Task<RunSnapshot?> GetAsync() => Task.FromResult(Snapshot());

    public Task<RunSnapshot?> SubscribeAsync(IRunObserver observer)
    {
        if (state.RecordExists && !State.Status.IsFinal())
        {
            _observers.Subscribe(observer, observer);
            queue.Observe(State.RunId);
        }

        return GetAsync();
    }

    public Task UnsubscribeAsync(IRunObserver observer)
    {
        _observers.Unsubscribe(observer);
        return Task.CompletedTask;
    }

    public Task<OutputPage?> ReadAsync(OutputSource stream, long offset, int maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (!Exists)
        {
            return Task.FromResult<OutputPage?>(null);
        }

        // "Over" is asked before the length is read: what is final does not grow.
        var over = State.Status.IsFinal();
        if (!over && !HasBegun())
        {
            return Task.FromResult<OutputPage?>(new OutputPage(offset, default, 0, End: false));
        }

        if (State.Attempt == 0)
        {
            return Task.FromResult<OutputPage?>(new OutputPage(offset, default, 0, over));
        }

        return Task.FromResult<OutputPage?>(OutputFile.Read(Folder.OutputOf(State.Attempt, stream).Find(), offset, maxBytes, over));
    }

    public async Task HandedOverAsync()
    {
        if (Exists && State.Status.IsFinal() && State.HandedOverAt is null)
        {
            await WriteAsync(State with { HandedOverAt = time.GetUtcNow() });
        }
    }

    public async Task<CreateOutcome> CreateAsync(Immutable<RunState> first)
    {
        try
        {
            await WriteAsync(first.Value);
        }
        catch (Exception e) when (e is not InvalidOperationException && UniqueFingerprint.IsRefusalOf(e))
        {
            DeactivateOnIdle();
            return CreateOutcome.Duplicate;
        }

        FailPoint.Pass("silo.created");
        return CreateOutcome.Created;
    }

    public async Task ResumeAsync()
    {
        if (state.RecordExists && State.Status == RunStatus.Queued)
        {
            // The table knows of a start whose outcome this grain was never told.
            await ReadAgainAsync();
        }

        if (state.RecordExists && State.Status is RunStatus.Starting or RunStatus.Running && !runners.Follows(State.Nonce!))
        {
            TakeUp();
        }
    }

    public Task QueueMovedAsync()
    {
        if (!state.RecordExists || State.Status != RunStatus.Queued)
        {
            return Task.CompletedTask;
        }

        _observers.ClearExpired();
        if (_observers.Count == 0)
        {
            queue.Unobserve(State.RunId);
        }
        else if (queue.PlaceOf(State.RunId) != _place)
        {
            Hint();
        }

        return Task.CompletedTask;
    }

    /// <summary>
    /// Has Stata run the wrapper's first line? Before that the attempt may still go back to the queue (a refused licence),
    /// and the next one writes another log: what was shown to a reader must never be taken back.
    /// </summary>
    private bool HasBegun() =>
        State.Status is RunStatus.Starting or RunStatus.Running
        && (_begun ??= FileStatus.Of(Path.Combine(Folder.Attempt(State.Attempt).Path, BegunMark.FileName)) is not null ? true : null) == true;

    private RunSnapshot? Snapshot()
    {
        if (!Exists)
        {
            DeactivateOnIdle();
            return null;
        }

        if (State.Status == RunStatus.Queued && queue.PlaceOf(State.RunId) is var place && place != _place)
        {
            // Another place is another snapshot: without a newer version, whoever saw the old one would not take it.
            _place = place;
            _counter++;
        }

        if (_reading is { } reading && !_isEnding && !State.Status.IsFinal())
        {
            // What is estimated by time moves on without output, too; as above, that is another snapshot.
            var before = reading.Progress;
            reading.Look(steady.GetUtcNow());
            _counter += reading.Progress == before ? 0 : 1;
        }

        var snapshot = State.ToSnapshot(new RunVersion(State.Epoch, State.Status.IsFinal() ? long.MaxValue : _counter));
        if (State.Status == RunStatus.Queued)
        {
            return WithStopTrouble(snapshot) with { QueuePosition = _place?.Position, QueueReason = snapshot.QueueReason ?? _place?.Reason };
        }

        if (State.Status.IsFinal())
        {
            return snapshot;
        }

        return WithStopTrouble(snapshot) with
        {
            Progress = _reading?.Progress,
            LastLine = _reading?.LastLine,
            Usage = new RunUsage(_use?.CpuSeconds, _use?.PeakMemoryBytes, HasBegun() ? OutputFile.Length(Folder.LogOf(State.Attempt).Find()) : 0),
        };
    }

    /// <summary>Tells everybody who watches. One-way: a slow or dead observer costs nothing.</summary>
    private void Hint()
    {
        _counter++;
        if (_observers.Count > 0 && Snapshot() is { } snapshot)
        {
            _observers.Notify(observer => observer.HintAsync(snapshot));
        }
    }

    /// <summary>
    /// Writes a new state, or leaves the old one. A write whose outcome is unknown is read again before anybody decides
    /// what to do: it may have been done.
    /// </summary>
    private async Task WriteAsync(RunState next)
    {
        if (state.RecordExists && next.Status != State.Status && !RunTransitions.Allows(State.Status, next.Status))
        {
            throw new InvalidOperationException($"Run {State.RunId} is {State.Status.Word()} and cannot become {next.Status.Word()}.");
        }

        if (!_isEpochRaised && !State.Status.IsFinal())
        {
            next = next with { Epoch = State.Epoch + 1 };
        }

        next = WithStop(next);
        state.State = next;
        var begun = time.GetTimestamp();
        try
        {
            await state.WriteStateAsync();
            Instruments.StorageWrite.Record(time.GetElapsedTime(begun).TotalSeconds);
            disk.Succeeded();
        }
        catch (Exception e) when (e is not InvalidOperationException)
        {
            CountFailure(e);
            if (!await ReadAgainAsync() || !state.RecordExists || !IsSame(_written, next))
            {
                throw;
            }
        }

        _written = next;
        _isEpochRaised = true;
        StopIsSaved();
        Show();
        StayWhileActive();
    }

    /// <summary>
    /// While its process lives the activation is not collected, however silent the run: with the database gone it knows what nobody else
    /// can be asked. There are no more of them than seats.
    /// </summary>
    private void StayWhileActive() =>
        DelayDeactivation(state.RecordExists && State.Status is RunStatus.Starting or RunStatus.Running ? TimeSpan.MaxValue : TimeSpan.Zero);

    /// <summary>
    /// A database that is gone takes no run with it. This life goes on with what it knew, which was true a moment ago and may be so
    /// still; had the write been done after all, the next one names a version that is no more, is refused, and comes here again.
    /// </summary>
    /// <returns>Is it known now what is written?</returns>
    private async Task<bool> ReadAgainAsync()
    {
        try
        {
            await state.ReadStateAsync();
            _written = state.State;
            return true;
        }
        catch (Exception e) when (e is not InvalidOperationException)
        {
            Log.Unknown(logger, State.RunId, e);
            state.State = _written;
            if (!state.RecordExists)
            {
                // Of a first write this life knows nothing: the next one reads it.
                DeactivateOnIdle();
            }

            return false;
        }
    }

    private static bool IsSame(RunState one, RunState other) =>
        JsonSerializer.SerializeToUtf8Bytes(one, JsonState.Options).AsSpan()
            .SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(other, JsonState.Options));

    /// <summary>The end: written, flushed, told, and the seat given back.</summary>
    private async Task EndAsync(RunState final)
    {
        var nonce = State.Nonce;
        FailPoint.Pass("silo.ending");
        await WriteAsync(final with { Tracker = null, QueueReason = null, LicenceWords = null });
        FailPoint.Pass("silo.ended");
        CountEnd();
        _reading = null;
        _use = null;
        Hint();
        copies.TellEnded(final.RunId);
        await Host.SeatFreedAsync(final.RunId);
        if (nonce is not null)
        {
            runners.Forget(nonce);
        }

        Log.Ended(logger, final.RunId, final.Status.Word(), final.ReturnCode);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Run {RunId} {Status}, return code {ReturnCode}.")]
        public static partial void Ended(ILogger logger, RunId runId, string status, int? returnCode);

        [LoggerMessage(2, LogLevel.Information, "Run {RunId} started: process {ProcessId}.")]
        public static partial void Started(ILogger logger, RunId runId, int processId);

        [LoggerMessage(3, LogLevel.Warning, "Run {RunId} goes back to the queue: {Why}")]
        public static partial void Requeued(ILogger logger, RunId runId, string why);

        [LoggerMessage(5, LogLevel.Warning, "Run {RunId}: its stored state is not known; it goes on with the state in memory.")]
        public static partial void Unknown(ILogger logger, RunId runId, Exception exception);

        [LoggerMessage(6, LogLevel.Warning, "Run {RunId}: a part of its evidence could not be read.")]
        public static partial void EvidenceMissing(ILogger logger, RunId runId, Exception exception);

        [LoggerMessage(7, LogLevel.Warning, "Run {RunId} is deleted, but not all of it could be removed yet.")]
        public static partial void NotCleared(ILogger logger, RunId runId, Exception exception);

        [LoggerMessage(8, LogLevel.Warning, "Run {RunId}: its stop was requested and could not be recorded; it is tried again.")]
        public static partial void StopNotSaved(ILogger logger, RunId runId, Exception exception);

        [LoggerMessage(9, LogLevel.Debug, "Run {RunId}: its do-file was checked, but the run could not be notified.")]
        public static partial void ContentNotSeen(ILogger logger, RunId runId, Exception exception);

        [LoggerMessage(4, LogLevel.Warning, "Run {RunId}: its position could not be saved; it is tried again.")]
        public static partial void NotSaved(ILogger logger, RunId runId, Exception exception);
    }
}
