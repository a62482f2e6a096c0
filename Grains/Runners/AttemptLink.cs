using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using StataRuns.Output;
using StataRuns.Runner.Protocol;
using StataRuns.Runs;
using StataRuns.Stata;

namespace StataRuns.Runners;

/// <summary>
/// The service's side of one attempt, from its start, or from a restart, to its end. It believes the records in the
/// folder, which are flushed before anything is said; the control socket only makes it quick.
/// </summary>
internal sealed partial class AttemptLink : IAsyncDisposable
{
    // So long it may be impossible to say whether a runner lives, while none answers either.
    private static readonly TimeSpan LongestBlindness = TimeSpan.FromSeconds(60);

    private static readonly byte[] StopLine =
        [.. JsonSerializer.SerializeToUtf8Bytes(new ControlRequest { Kind = ControlRequestKind.Stop }, RunnerJson.Default.ControlRequest), (byte)'\n'];

    private readonly Attempt _attempt;
    private readonly RunnerProgram _runner;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly IRunControl _run;
    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _moved = new(0, 1);
    private readonly IDisposable _watch;
    private readonly Task _supervision;
    private readonly GrowthBell _growth;
    private readonly Takeover _takeover;
    private bool _startedTold;
    private ExitRecord? _exitHeard;
    private long? _blindSince;
    private int _isStopping;
    private Task _stopping = Task.CompletedTask;

    public AttemptLink(Attempt attempt, IRunControl run, RunnerProgram runner, IFolderWatch watch, TimeProvider time, ILogger log)
    {
        _attempt = attempt;
        _runner = runner;
        _time = time;
        _log = log;
        _run = run;
        _growth = new GrowthBell(run, attempt.RunId, time, log, _closing.Token);
        _takeover = new Takeover(attempt, runner, time, log);
        _watch = watch.Watch(attempt.Folder.Path, OnChange);
        _supervision = Task.Run(SuperviseAsync);
    }

    /// <summary>Ends the process tree, now or as soon as its runner can be spoken to.</summary>
    public void Stop()
    {
        if (Interlocked.Exchange(ref _isStopping, 1) == 0)
        {
            _stopping = Task.Run(StopAsync);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _watch.Dispose();
        await _supervision;
        await _stopping;
        _closing.Dispose();
        _moved.Dispose();
    }

    private void OnChange(string file)
    {
        if (file is BatchCommand.LogName or BegunMark.FileName or "")
        {
            _growth.Ring();
        }

        if (file is not BatchCommand.LogName)
        {
            Move();
        }
    }

    private void Move()
    {
        try
        {
            _moved.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // Somebody else has said so already, or nobody listens any more.
        }
    }

    private async Task SuperviseAsync()
    {
        var wait = TimeSpan.FromMilliseconds(1);
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                if (await LookAsync() is { } end)
                {
                    await TellAsync(end);
                    return;
                }

                if (await ListenAsync())
                {
                    wait = TimeSpan.FromMilliseconds(1);
                }
                else
                {
                    // Nobody listens (yet): the folder tells of each step, the growing wait is the net below.
                    await _moved.WaitAsync(wait, _closing.Token);
                    wait = TimeSpan.FromMilliseconds(Math.Min(wait.TotalMilliseconds * 2, 500));
                }
            }
            catch (Exception e) when (_closing.IsCancellationRequested)
            {
                // The service ends, or the run is over; whatever fails then fails for that reason.
                Log.LetGo(_log, _attempt.RunId, e);
                return;
            }
            catch (Exception e) when (!_closing.IsCancellationRequested)
            {
                // Whatever it was: a supervision that ends leaves a run without an end.
                Log.LookFailed(_log, _attempt.RunId, e);
                await Task.Delay(wait = TimeSpan.FromSeconds(1), _time, CancellationToken.None);
            }
        }
    }

    /// <summary>
    /// What the records say, in the order in which they are written. Null: go on.
    /// <list type="number">
    /// <item>An exit record: the end.</item>
    /// <item>Another boot and no exit record: nothing lives.</item>
    /// <item>The lock is held: a runner lives. Go on.</item>
    /// <item>It cannot be said whether it is: the run closed its folder, put something else in the lock's place, or the disk fails. A runner
    /// that answers lives; where none does for a minute, nothing of the attempt can be followed any more.</item>
    /// <item>Nobody holds it, and there is no claim. The runner has not come so far, or died before. While it lives it is
    /// waited for; else the claim is made here: whoever creates it decides, so the process never was and never will be started.</item>
    /// <item>Nobody holds it, and a runner claimed: it died. A second runner takes over what it started, and starts nothing.</item>
    /// </list>
    /// The lock is asked before the claim is read: a runner locks first and claims second, so "not locked, not claimed"
    /// can be followed by a claim only from a runner that lives.
    /// </summary>
    private async Task<AttemptEvent?> LookAsync()
    {
        var folder = _attempt.Folder;
        if (Exit() is { } exit)
        {
            return exit;
        }

        if (_attempt.BootId != _runner.BootId)
        {
            return new AttemptEvent(_attempt.Nonce, AttemptEventKind.Vanished, DurableFile.TryRead(folder.Process, RunnerJson.Default.ProcessRecord));
        }

        if (_startedTold is false && DurableFile.TryRead(folder.Process, RunnerJson.Default.ProcessRecord) is { } process)
        {
            await TellAsync(new AttemptEvent(_attempt.Nonce, AttemptEventKind.Started, process));
            _startedTold = true;
        }

        switch (AttemptLock.Ask(folder))
        {
            case AttemptLockAnswer.Held:
                _blindSince = null;
                return null;
            case AttemptLockAnswer.Unknown:
                return Blind();
        }

        switch (FileStatus.TryAsk(folder.Claim, out _))
        {
            case FileEntryAnswer.Unknown:
                return Blind();
            case FileEntryAnswer.Absent:
                return _attempt.Runner?.IsAlive() == true ? null : Revoke(folder);
        }

        _blindSince = null;

        // The runner may have ended between the first look and the lock.
        if (Exit() is { } late)
        {
            return late;
        }

        var claim = DurableFile.TryRead(folder.Claim, RunnerJson.Default.Claim);
        if (claim is { By: Claimant.Service })
        {
            return new AttemptEvent(_attempt.Nonce, AttemptEventKind.Revoked);
        }

        // The run can have deleted the lock's file: the runner that claimed holds a lock that has no name any more.
        if (claim?.Claimer.IsAlive() == true)
        {
            return null;
        }

        return _takeover.Try() ? null : new AttemptEvent(_attempt.Nonce, AttemptEventKind.Vanished);
    }

    /// <summary>The end, by its record, or, where that cannot be read, by the runner's word: it says so only when the record is flushed.</summary>
    private AttemptEvent? Exit() =>
        (DurableFile.TryRead(_attempt.Folder.Exit, RunnerJson.Default.ExitRecord) ?? _exitHeard) is { } exit
            ? new AttemptEvent(_attempt.Nonce, AttemptEventKind.Ended, DurableFile.TryRead(_attempt.Folder.Process, RunnerJson.Default.ProcessRecord), exit)
            : null;

    private AttemptEvent? Revoke(AttemptFolder folder)
    {
        switch (FileStatus.TryAsk(folder.Path, out _))
        {
            case FileEntryAnswer.Unknown:
                return Blind();
            case FileEntryAnswer.Absent:
                break; // Without a folder no runner was ever told of it: killed before it was made. (A run that is known to run says otherwise.)
            default:
                if (HasTraces(folder))
                {
                    // Something ran here, and its claim was taken away: a second start is no answer.
                    return new AttemptEvent(_attempt.Nonce, AttemptEventKind.Vanished, DurableFile.TryRead(folder.Process, RunnerJson.Default.ProcessRecord));
                }

                var revocation = new Claim { Nonce = _attempt.Nonce, By = Claimant.Service, Claimer = _runner.Self, At = _time.GetUtcNow() };
                if (!DurableFile.TryCreate(folder.Claim, revocation, RunnerJson.Default.Claim))
                {
                    return null;
                }

                break;
        }

        return _attempt.StartedHere
            ? new AttemptEvent(_attempt.Nonce, AttemptEventKind.Failed, Why: LastWords(folder.RunnerLog))
            : new AttemptEvent(_attempt.Nonce, AttemptEventKind.Revoked);
    }

    private static bool HasTraces(AttemptFolder folder) =>
        FileStatus.Of(folder.Process) is not null || FileStatus.Of(Path.Combine(folder.Path, BegunMark.FileName)) is not null;

    /// <summary>Nothing can be said of the runner by its files. Null: go on, for it may answer, or the files may be readable again.</summary>
    private AttemptEvent? Blind()
    {
        var since = _blindSince ??= _time.GetTimestamp();
        if (_attempt.Runner?.IsAlive() == true || _time.GetElapsedTime(since) < LongestBlindness)
        {
            return null;
        }

        Log.GivenUp(_log, _attempt.RunId, LongestBlindness.TotalSeconds);
        return new AttemptEvent(_attempt.Nonce, AttemptEventKind.Vanished);
    }

    private static string? LastWords(string runnerLog) =>
        System.Text.Encoding.UTF8.GetString(EvidenceFile.Tail(runnerLog, 4096).Bytes.Span)
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault();

    /// <summary>Listens to the runner until it has nothing more to say; false if nobody answered.</summary>
    private async Task<bool> ListenAsync()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_attempt.ControlSocket), _closing.Token);
        }
        catch (SocketException)
        {
            return false;
        }

        await using var stream = new NetworkStream(socket, ownsSocket: false);
        using var reader = new StreamReader(stream);
        var heard = false;
        try
        {
            while (await reader.ReadLineAsync(_closing.Token) is { } line)
            {
                if (JsonSerializer.Deserialize(line, RunnerJson.Default.ControlEvent) is not { } said || said.Nonce != _attempt.Nonce)
                {
                    return heard;
                }

                heard = true;
                _blindSince = null;
                if (said.Process is { } process && !_startedTold)
                {
                    await TellAsync(new AttemptEvent(_attempt.Nonce, AttemptEventKind.Started, process));
                    _startedTold = true;
                }

                if (said.Kind == ControlEventKind.Ended)
                {
                    _exitHeard = said.Exit;
                    return true;
                }
            }
        }
        catch (IOException)
        {
            // The runner is gone; the records say how.
        }

        return heard;
    }

    /// <summary>
    /// Sends the request over a connection of its own, whatever the supervision is waiting for: on a full disk it waits for the grain to
    /// write what it was told, and the run that filled the disk must be stoppable all the same. A connection that ends means that the
    /// runner has ended: the request is sent again to one that adopts, until the attempt is followed no more.
    /// </summary>
    private async Task StopAsync()
    {
        var wait = TimeSpan.FromMilliseconds(10);
        try
        {
            while (!_closing.IsCancellationRequested)
            {
                if (await TrySendStopAsync())
                {
                    wait = TimeSpan.FromMilliseconds(10);
                }

                await Task.Delay(wait, _closing.Token);
                wait = TimeSpan.FromMilliseconds(Math.Min(wait.TotalMilliseconds * 2, 500));
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // The attempt is over, or the service ends.
        }
    }

    /// <summary>Sends the request, and waits for the runner's end; false if no runner listens.</summary>
    private async Task<bool> TrySendStopAsync()
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_attempt.ControlSocket), _closing.Token);
            await using var stream = new NetworkStream(socket, ownsSocket: false);
            await stream.WriteAsync(StopLine, _closing.Token);
            await stream.CopyToAsync(Stream.Null, _closing.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }

    /// <summary>Tells the grain until it has written it down: a full disk or a busy database delays an end, and never loses it.</summary>
    private async Task TellAsync(AttemptEvent happened)
    {
        var wait = TimeSpan.FromMilliseconds(100);
        while (true)
        {
            _closing.Token.ThrowIfCancellationRequested();
            try
            {
                await _run.AttemptAsync(new Orleans.Concurrency.Immutable<AttemptEvent>(happened));
                return;
            }
            catch (Exception e) when (!_closing.IsCancellationRequested)
            {
                Log.NotWritten(_log, _attempt.RunId, happened.Kind, e);
                await Task.Delay(wait, _time, _closing.Token);
                wait = TimeSpan.FromMilliseconds(Math.Min(wait.TotalMilliseconds * 2, 5000));
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Run {RunId}: its attempt is followed no more.")]
        public static partial void LetGo(ILogger logger, RunId runId, Exception exception);

        [LoggerMessage(4, LogLevel.Warning, "Run {RunId}: for {Seconds} s its runner has not answered, and its folder cannot be read. It is not followed any more.")]
        public static partial void GivenUp(ILogger logger, RunId runId, double seconds);

        [LoggerMessage(2, LogLevel.Warning, "Run {RunId}: the attempt's folder could not be read; it is tried again.")]
        public static partial void LookFailed(ILogger logger, RunId runId, Exception exception);

        [LoggerMessage(3, LogLevel.Warning, "Run {RunId}: \"{Kind}\" could not be recorded; it is tried again.")]
        public static partial void NotWritten(ILogger logger, RunId runId, AttemptEventKind kind, Exception exception);
    }
}
