using StataRuns.Configuration;
using StataRuns.McpFrontend.Cli;
using StataRuns.McpFrontend.Cli.Connecting;

namespace StataRuns.McpFrontend.Stdio;

/// <summary>
/// One request of the client's, from its line to the line of its answer, over as many connections as it takes. It ends
/// with an answer, and in time: with words where there is no other.
/// </summary>
/// <param name="request">The request.</param>
/// <param name="client">Where the answer goes.</param>
/// <param name="link">The way to the service.</param>
/// <param name="upstream">Carries messages.</param>
/// <param name="handOvers">Is told of final results that the client has.</param>
/// <param name="log">Is told of what breaks.</param>
/// <param name="time">The clock.</param>
/// <param name="variables">Variables that go with each run that it starts.</param>
internal sealed class Exchange(
    Message request, ClientPipe client, ServiceLink link, Upstream upstream, HandOvers handOvers, RelayLog log, TimeProvider time, IReadOnlyDictionary<string, string>? variables = null)
{
    /// <summary>So many connections in a row that bring nothing, and there is something wrong that patience does not heal.</summary>
    private const int MostFruitless = 5;

    /// <summary>A run's call is told of something every 10 s at the latest; for all else silence is a reason to look, and no more.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    /// <summary>So often a client is told that its call waits for a gateway: many end a call that is silent for a minute.</summary>
    private static readonly TimeSpan WaitingBeat = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstBeat = TimeSpan.FromSeconds(2);

    private readonly ToolCall _call = new(request, time, variables);
    private readonly GrowingProgress _progress = new();
    private bool _wasAcknowledged;

    /// <summary>Sees the request to its end.</summary>
    /// <param name="cancellation">The client takes it back: nobody waits for its answer. The run goes on.</param>
    /// <exception cref="IOException">The client has gone.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        ServiceHttp? connection = null;
        var reason = "";
        for (var fruitless = 0; fruitless < MostFruitless; fruitless++)
        {
            try
            {
                connection = await ConnectAsync(connection, cancellation);
                var (isDone, wasFruitful) = await AskAsync(connection, cancellation);
                if (isDone)
                {
                    return;
                }

                fruitless = wasFruitful ? 0 : fruitless;
                reason = "it ends the connection without an answer";
            }
            catch (ServiceStoppedException)
            {
                await FailAsync("The service was stopped.", cancellation);
                return;
            }
            catch (CliException e)
            {
                await FailAsync(e.Message, cancellation);
                return;
            }
            catch (LostConnectionException e)
            {
                reason = e.Message;
                fruitless = e.WasFruitful ? 0 : fruitless;
            }

            log.Note($"{request.Method} {request.Id} is asked again{(_call.Run is { } run ? $", of run {run}" : "")}: {reason}");
            _call.Repeat();
        }

        await FailAsync($"The service cannot be reached: {reason}.", cancellation);
    }

    private async Task<(bool IsDone, bool WasFruitful)> AskAsync(ServiceHttp connection, CancellationToken cancellation)
    {
        if (_call.Follows)
        {
            await handOvers.SettleAsync(cancellation);
        }

        using var asking = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var answers = upstream.SendAsync(connection, _call.Ask(), _call.Relayed, asking.Token).GetAsyncEnumerator(asking.Token);
        var next = Task.FromResult(false);
        var wasFruitful = false;
        try
        {
            while (await ComesAsync(next = answers.MoveNextAsync().AsTask(), connection, wasFruitful, cancellation))
            {
                var message = answers.Current;
                if (!message.Answers(request))
                {
                    wasFruitful = true;
                    await PassOnAsync(message, cancellation);
                    continue;
                }

                await client.WriteAsync(message.Bytes, cancellation);
                handOvers.Tell([.. ToolCall.FinalRuns(message)]);

                return (true, true);
            }

            return (false, wasFruitful);
        }
        finally
        {
            // A silent service is left in the middle of a step, and no enumerator may be disposed of in one.
            await asking.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await answers.DisposeAsync();
        }
    }

    /// <summary>What comes before the answer.</summary>
    private async Task PassOnAsync(Message message, CancellationToken cancellation)
    {
        if (!_call.TakesProgress(message))
        {
            if (IsNew(message))
            {
                await client.WriteAsync(message.Bytes, cancellation);
            }
        }
        else if (_call.TellsProgress)
        {
            await client.WriteAsync(_progress.Next(message).Bytes, cancellation);
        }
    }

    /// <summary>The way to the service, or a sentence: whatever goes wrong here is no word about the client.</summary>
    private async Task<ServiceHttp> ConnectAsync(ServiceHttp? lost, CancellationToken cancellation)
    {
        try
        {
            return await WaitAsync(lost is null ? link.GetAsync(cancellation) : link.RecoverAsync(lost, cancellation), cancellation);
        }
        catch (Exception e) when (e is IOException or TimeoutException or UnauthorizedAccessException or ConfigurationException)
        {
            throw new CliException($"The service cannot be started: {e.Message}", ExitCode.LostOrUnreachable);
        }
    }

    /// <summary>
    /// Waits for the way to the service. Where that is a gateway's return, or a server's, the client hears of it, and a call that follows no run is answered after
    /// <see cref="ServiceAccess.QuestionPatience"/>.
    /// </summary>
    private async Task<ServiceHttp> WaitAsync(Task<ServiceHttp> connecting, CancellationToken cancellation)
    {
        var begun = TimeProvider.System.GetTimestamp();
        for (var beat = FirstBeat; ; beat = WaitingBeat)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var first = await Task.WhenAny(connecting, Task.Delay(beat, stop.Token));
            await stop.CancelAsync();
            if (first == connecting || link.Awaited is not { } awaited)
            {
                return await connecting;
            }

            cancellation.ThrowIfCancellationRequested();
            if (!_call.Follows && TimeProvider.System.GetElapsedTime(begun) >= ServiceAccess.QuestionPatience)
            {
                throw ServiceAccess.NoAnswer(awaited, ServiceAccess.QuestionPatience, reason: null);
            }

            if (request.At("params", "_meta", "progressToken") is { } token)
            {
                var words = $"{(_call.Run is { } run ? $"{run} · " : "")}waiting for {awaited}, which does not answer; runs go on";
                await client.WriteAsync(_progress.Next(RelayAnswers.Progress(token, words)).Bytes, cancellation);
            }
        }
    }

    /// <summary>Is there a next message? What goes wrong on the service's side is a lost connection; what goes wrong on the client's side never comes from here.</summary>
    private async Task<bool> ComesAsync(Task<bool> next, ServiceHttp connection, bool wasFruitful, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                try
                {
                    return await next.WaitAsync(Silence, time, cancellation);
                }
                catch (TimeoutException) when (!next.IsCompleted)
                {
                    if ((_call.Follows && _call.Run is not null) || !await connection.IsAnsweringAsync(cancellation))
                    {
                        throw new LostConnectionException("it is silent", wasFruitful, null);
                    }
                }
            }
        }
        catch (Exception e) when (ServiceLoss.Is(e) && !cancellation.IsCancellationRequested)
        {
            throw new LostConnectionException(e.Message, wasFruitful, e);
        }
    }

    /// <summary>A subscription that is asked for again is acknowledged again; the client has read that already.</summary>
    private bool IsNew(Message message)
    {
        if (message.Method is not "notifications/subscriptions/acknowledged")
        {
            return true;
        }

        var isFirst = !_wasAcknowledged;
        _wasAcknowledged = true;
        return isFirst;
    }

    private Task FailAsync(string sentence, CancellationToken cancellation)
    {
        var words = _call.Run is { } run
            ? $"{sentence} The run {run} goes on by itself: call stata_run_attach with run_id {run} to follow it again."
            : _call.Follows ? $"{sentence} If the run had begun it goes on by itself: stata_run_list names it, and the same call joins it." : sentence;
        log.Note($"{request.Method} {request.Id} ends without the service: {sentence}");
        return client.WriteAsync(RelayAnswers.Failure(request, words).Bytes, cancellation);
    }

    /// <summary>The connection to the service broke.</summary>
    private sealed class LostConnectionException(string reason, bool wasFruitful, Exception? cause) : Exception(reason, cause)
    {
        public bool WasFruitful { get; } = wasFruitful;
    }
}
