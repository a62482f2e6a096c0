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
    private static readonly byte[] StopLine =
        [.. JsonSerializer.SerializeToUtf8Bytes(new ControlRequest { Kind = ControlRequestKind.Stop }, RunnerJson.Default.ControlRequest), (byte)'\n'];

    private readonly Attempt _attempt;
    private readonly RunnerProgram _runner;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly IRunControl _run;
    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _moved = new(0, 1);
    private readonly TaskCompletionSource _stopRequested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IDisposable _watch;
    private readonly Task _supervision;
    private readonly GrowthBell _growth;
    private readonly Takeover _takeover;
    private bool _startedTold;

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
    public void Stop() => _stopRequested.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _watch.Dispose();
        await _supervision;
        _closing.Dispose();
        _moved.Dispose();
    }

    private void OnChange(string file)
    {
        if (file is BatchCommand.LogName or "")
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

        if (IsLocked(folder.Lock))
        {
            return null;
        }

        if (!File.Exists(folder.Claim))
        {
            return _attempt.Runner?.IsAlive() == true ? null : Revoke(folder);
        }

        // The runner may have ended between the first look and the lock.
        if (Exit() is { } late)
        {
            return late;
        }

        if (DurableFile.TryRead(folder.Claim, RunnerJson.Default.Claim) is { By: Claimant.Service })
        {
            return new AttemptEvent(_attempt.Nonce, AttemptEventKind.Revoked);
        }

        return _takeover.Try() ? null : new AttemptEvent(_attempt.Nonce, AttemptEventKind.Vanished);
    }

    private AttemptEvent? Exit() =>
        DurableFile.TryRead(_attempt.Folder.Exit, RunnerJson.Default.ExitRecord) is { } exit
            ? new AttemptEvent(_attempt.Nonce, AttemptEventKind.Ended, DurableFile.TryRead(_attempt.Folder.Process, RunnerJson.Default.ProcessRecord), exit)
            : null;

    private AttemptEvent? Revoke(AttemptFolder folder)
    {
        // Without a folder no runner was ever told of it: killed before it was made. (A run that is known to run says otherwise.)
        if (Directory.Exists(folder.Path))
        {
            var revocation = new Claim { Nonce = _attempt.Nonce, By = Claimant.Service, Claimer = _runner.Self, At = _time.GetUtcNow() };
            if (!DurableFile.TryCreate(folder.Claim, revocation, RunnerJson.Default.Claim))
            {
                return null;
            }
        }

        return _attempt.StartedHere
            ? new AttemptEvent(_attempt.Nonce, AttemptEventKind.Failed, Why: LastWords(folder.RunnerLog))
            : new AttemptEvent(_attempt.Nonce, AttemptEventKind.Revoked);
    }

    private static string? LastWords(string runnerLog) =>
        System.Text.Encoding.UTF8.GetString(OutputFile.Tail(runnerLog, 4096).Span)
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault();

    private static bool IsLocked(string path)
    {
        try
        {
            using var probe = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

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
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        var stopping = SendStopAsync(stream, ended.Token);
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
                if (said.Process is { } process && !_startedTold)
                {
                    await TellAsync(new AttemptEvent(_attempt.Nonce, AttemptEventKind.Started, process));
                    _startedTold = true;
                }

                if (said.Kind == ControlEventKind.Ended)
                {
                    return true;
                }
            }
        }
        catch (IOException)
        {
            // The runner is gone; the records say how.
        }
        finally
        {
            await ended.CancelAsync();
            await stopping;
        }

        return heard;
    }

    private async Task SendStopAsync(NetworkStream stream, CancellationToken cancellation)
    {
        try
        {
            await _stopRequested.Task.WaitAsync(cancellation);
            await stream.WriteAsync(StopLine, cancellation);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The wish stays: it is sent again on the next connection.
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

        [LoggerMessage(2, LogLevel.Warning, "Run {RunId}: the attempt's folder could not be read; it is tried again.")]
        public static partial void LookFailed(ILogger logger, RunId runId, Exception exception);

        [LoggerMessage(3, LogLevel.Warning, "Run {RunId}: \"{Kind}\" could not be written down; it is tried again.")]
        public static partial void NotWritten(ILogger logger, RunId runId, AttemptEventKind kind, Exception exception);
    }
}
