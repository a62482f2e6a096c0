using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json;
using ModelContextProtocol;
using StataRuns.McpFrontend.Cli;
using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Mcp.Messages;

namespace StataRuns.McpFrontend.Stdio;

/// <summary>
/// The MCP server on standard input and output: it holds nothing that matters, and passes on what client and service say to
/// each other, in the words of either era. Runs belong to the service, so they outlive the client and this process.
/// </summary>
internal sealed class Relay : IDisposable
{
    // A script pipes its requests in and closes the pipe; a client that closes it wants the process to end, and kills it after two seconds.
    private static readonly TimeSpan LastAnswers = TimeSpan.FromSeconds(1.5);
    // What the client writes next waits for it: a service that hangs must not keep a request, or the end, from being read.
    private static readonly TimeSpan LongestPassing = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(0.5);

    private readonly ClientPipe _client;
    private readonly ServiceLink _link;
    private readonly RelayLog _log;
    private readonly TimeProvider _time;
    private readonly IReadOnlyDictionary<string, string>? _variables;
    private readonly ClientSession _session = new();
    private readonly Upstream _upstream;
    private readonly HandOvers _handOvers;
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _open = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, bool> _underWay = new();
    private readonly CancellationTokenSource _gone = new();
    private Task _listening = Task.CompletedTask;

    /// <param name="client">The client.</param>
    /// <param name="link">The way to the service.</param>
    /// <param name="log">Is told of what breaks.</param>
    /// <param name="time">The clock.</param>
    /// <param name="variables">Variables of this process's environment that go with each run; null for none.</param>
    public Relay(ClientPipe client, ServiceLink link, RelayLog log, TimeProvider time, IReadOnlyDictionary<string, string>? variables = null)
    {
        _variables = variables;
        (_client, _link, _log, _time) = (client, link, log, time);
        _upstream = new Upstream(_session);
        _handOvers = new HandOvers(link, log, time);
    }

    /// <summary>Relays until the client closes its end.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _gone.Token);
        try
        {
            await foreach (var line in _client.ReadAsync(end.Token))
            {
                await TakeAsync(line, end.Token);
            }

            await Task.WhenAny(Task.WhenAll(_underWay.Keys), Task.Delay(LastAnswers, _time, end.Token));
        }
        catch (Exception e) when (e is IOException || end.IsCancellationRequested)
        {
            // The client has gone, or this process is asked to end.
        }

        await _gone.CancelAsync();

        // What waits for the client to read is not waited for: it may have closed its end and read no more.
        await Task.WhenAny(Task.WhenAll([.. _underWay.Keys, _listening]), Task.Delay(LastAnswers, CancellationToken.None));
        await _handOvers.SettleAsync(LastAnswers, CancellationToken.None);
        await EndSessionAsync();
    }

    public void Dispose()
    {
        _upstream.Dispose();
        _gone.Dispose();
    }

    private async Task TakeAsync(ReadOnlyMemory<byte>? line, CancellationToken cancellation)
    {
        if (line is not { } bytes)
        {
            await _client.WriteAsync(RelayAnswers.NoMessage("The message is too long: at most 4 MiB are read. Put what is longer into a file and pass its path.").Bytes, cancellation);
            return;
        }

        if (bytes.Span.StartsWith("["u8) && TryParse(bytes) is { } batch && batch.GetArrayLength() > 0)
        {
            // A batch, as the revision of 2025-03-26 had it.
            foreach (var part in batch.EnumerateArray())
            {
                await TakeAsync(JsonMarshal.GetRawUtf8Value(part).ToArray(), cancellation);
            }

            return;
        }

        var head = MessageForm.Read(bytes.Span);
        if (head.Problem is { } problem)
        {
            await RefuseAsync(head, problem, cancellation);
            return;
        }

        var message = Message.Parse(bytes);
        if (message.IsRequest)
        {
            var answered = AnswerAsync(message, cancellation);
            if (message.Method is "initialize")
            {
                // Nothing else makes sense before its answer.
                await answered;
            }
        }
        else
        {
            await PassOnAsync(message, cancellation);
        }
    }

    /// <summary>The service would refuse it in the same words; here the client is answered whatever state the service is in.</summary>
    private async Task RefuseAsync(MessageHead head, MessageProblem problem, CancellationToken cancellation)
    {
        _log.Note($"A message was refused ({problem.Code}): {problem.Sentence}");
        var isNotification = head is { Id: null, Method: not null } && problem.Code == (int)McpErrorCode.InvalidParams;
        if (!isNotification)
        {
            await _client.WriteAsync(RelayAnswers.Problem(head.Id, problem).Bytes, cancellation);
        }
    }

    private static JsonElement? TryParse(ReadOnlyMemory<byte> line)
    {
        try
        {
            return JsonElement.Parse(line.Span);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Task AnswerAsync(Message request, CancellationToken cancellation)
    {
        var answered = ExchangeAsync(request, cancellation);
        _underWay.TryAdd(answered, true);
        _ = answered.ContinueWith(done => _underWay.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return answered;
    }

    private async Task ExchangeAsync(Message request, CancellationToken cancellation)
    {
        using var takenBack = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var isFirst = _open.TryAdd(request.Key!, takenBack);
        try
        {
            await new Exchange(request, _client, _link, _upstream, _handOvers, _log, _time, _variables).RunAsync(takenBack.Token);
        }
        catch (OperationCanceledException) when (takenBack.IsCancellationRequested)
        {
            // Nobody waits for the answer.
        }
        catch (IOException)
        {
            await _gone.CancelAsync();
        }
#pragma warning disable CA1031 // Whatever fault of ours this is: a client that waits for ever is the worse one.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _log.Note($"{request.Method} {request.Id} met a fault of the relay: {e}");
            await _client.WriteAsync(RelayAnswers.Failure(request, $"The relay failed: {e.Message} Call again.").Bytes, cancellation);
        }
        finally
        {
            if (isFirst)
            {
                _open.TryRemove(request.Key!, out _);
            }
        }
    }

    /// <summary>Notifications keep their order, and none of them is worth waiting for a service that is away.</summary>
    private async Task PassOnAsync(Message message, CancellationToken cancellation)
    {
        if (message.Method is "notifications/cancelled")
        {
            if (message.At("params", "requestId") is { } id && _open.TryGetValue(Message.KeyOf(id), out var call))
            {
                await call.CancelAsync();
            }

            if (message.Revision is not null || _session.Id is null)
            {
                // Since 2026-07-28 hanging up is what takes a request back over HTTP.
                return;
            }
        }

        using var patience = new CancellationTokenSource(LongestPassing, _time);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            var connection = await _link.GetAsync(bounded.Token);
            await foreach (var _ in _upstream.SendAsync(connection, message, relayed: null, bounded.Token))
            {
                // A notification has no answer.
            }
        }
        catch (Exception e) when (ServiceLoss.Is(e) || e is CliException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            _log.Note($"{message.Method ?? "An answer"} did not reach the service: {e.Message}");
        }

        if (message.Method is "notifications/initialized" && _session.Id is not null && _listening.IsCompleted)
        {
            _listening = new UnaskedMessages(_client, _link, _upstream, _log).PassOnAsync(_gone.Token);
        }
    }

    private async Task EndSessionAsync()
    {
        if (_session.Id is null)
        {
            return;
        }

        using var bounded = new CancellationTokenSource(Goodbye);
        try
        {
            await _upstream.EndSessionAsync(await _link.GetAsync(bounded.Token), bounded.Token);
        }
        catch (Exception e) when (ServiceLoss.Is(e) || e is OperationCanceledException or CliException)
        {
            // The service forgets sessions by itself.
        }
    }
}
