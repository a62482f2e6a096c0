using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using StataRuns.McpFrontend.Cli.Connecting;

namespace StataRuns.McpFrontend.Stdio;

/// <summary>Carries messages to the service over HTTP, and yields what comes back.</summary>
internal sealed class Upstream(ClientSession session) : IDisposable
{
    private static readonly Message Initialized = Message.Parse("""{"jsonrpc":"2.0","method":"notifications/initialized"}"""u8.ToArray());

    private readonly SemaphoreSlim _renewal = new(1, 1);

    /// <summary>Sends a message and yields the messages of the answer as they come; none for a notification.</summary>
    /// <param name="connection">The service.</param>
    /// <param name="message">The message.</param>
    /// <param name="relayed">What the service is told of a relayed call; null where nothing is.</param>
    /// <param name="cancellation">Hangs up.</param>
    /// <exception cref="HttpRequestException">The connection broke, or the service is in trouble.</exception>
    /// <exception cref="IOException">The connection broke in the middle.</exception>
    public async IAsyncEnumerable<Message> SendAsync(
        ServiceHttp connection, Message message, string? relayed, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var sessionId = session.Id;
        var response = await PostAsync(connection, message, relayed, cancellation);
        if (response.StatusCode is HttpStatusCode.NotFound && sessionId is not null && message.Revision is null)
        {
            response.Dispose();
            await RenewAsync(connection, sessionId, cancellation);
            response = await PostAsync(connection, message, relayed, cancellation);
        }

        using (response)
        {
            if (message.Method is "initialize" && response.IsSuccessStatusCode)
            {
                var id = response.Headers.TryGetValues(ProtocolHeaders.Session, out var ids) ? ids.FirstOrDefault() : null;
                await foreach (var answer in ReadAsync(response, cancellation))
                {
                    if (answer.Answers(message) && answer.TextAt("result", "protocolVersion") is { } revision)
                    {
                        session.Begin(message, revision, id);
                    }

                    yield return answer;
                }
            }
            else if (response.IsSuccessStatusCode)
            {
                await foreach (var answer in ReadAsync(response, cancellation))
                {
                    if (answer.Answers(message))
                    {
                        session.Note(message, answer);
                    }

                    yield return answer;
                }
            }
            else
            {
                yield return await RefusalAsync(response, message, cancellation);
            }
        }
    }

    /// <summary>Opens the stream on which the service speaks unasked, in the initialize era.</summary>
    /// <returns>Its messages; null if the service has none.</returns>
    public async Task<IAsyncEnumerable<Message>?> ListenAsync(ServiceHttp connection, CancellationToken cancellation)
    {
        var sessionId = session.Id;
        var response = await GetAsync(connection, cancellation);
        if (response.StatusCode is HttpStatusCode.NotFound && sessionId is not null)
        {
            response.Dispose();
            await RenewAsync(connection, sessionId, cancellation);
            response = await GetAsync(connection, cancellation);
        }

        if (response.IsSuccessStatusCode)
        {
            return ReadAsync(response, cancellation);
        }

        var status = response.StatusCode;
        response.Dispose();
        return status < HttpStatusCode.InternalServerError ? null : throw new HttpRequestException($"The service answered {(int)status}.", null, status);
    }

    /// <summary>Ends the session.</summary>
    public async Task EndSessionAsync(ServiceHttp connection, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, connection.Address("/mcp"));
        session.WriteHeaders(request);
        using var response = await connection.Http.SendAsync(request, cancellation);
    }

    public void Dispose() => _renewal.Dispose();

    private async Task<HttpResponseMessage> GetAsync(ServiceHttp connection, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, connection.Address("/mcp"));
        request.Headers.Accept.ParseAdd("text/event-stream");
        session.WriteHeaders(request);
        return await connection.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    /// <summary>The service does not know the session any more: it is begun again, in the client's own words, and told what the client had subscribed to.</summary>
    private async Task RenewAsync(ServiceHttp connection, string lost, CancellationToken cancellation)
    {
        await _renewal.WaitAsync(cancellation);
        try
        {
            if (session.Initialize is not { } initialize || session.Id != lost)
            {
                return; // another message did it
            }

            var forgotten = session.Leave();
            try
            {
                await foreach (var _ in SendAsync(connection, ClientSession.Again(initialize), relayed: null, cancellation))
                {
                    // The client was answered long ago.
                }
            }
            catch
            {
                session.Return(forgotten);
                throw;
            }

            foreach (var message in (IEnumerable<Message>)[Initialized, .. session.Subscriptions.Select(ClientSession.Again)])
            {
                await foreach (var _ in SendAsync(connection, message, relayed: null, cancellation))
                {
                    // None of the client's business.
                }
            }
        }
        finally
        {
            _renewal.Release();
        }
    }

    private async Task<HttpResponseMessage> PostAsync(ServiceHttp connection, Message message, string? relayed, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, connection.Address("/mcp"))
        {
            Content = new ReadOnlyMemoryContent(message.Bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        ProtocolHeaders.Write(request, message, session);
        if (relayed is not null)
        {
            request.Headers.TryAddWithoutValidation(Mcp.Calls.RelayedCall.Header, relayed);
        }

        var response = await connection.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (response.StatusCode >= HttpStatusCode.InternalServerError)
        {
            using (response)
            {
                throw new HttpRequestException($"The service answered {(int)response.StatusCode}.", null, response.StatusCode);
            }
        }

        return response;
    }

    private static async IAsyncEnumerable<Message> ReadAsync(HttpResponseMessage response, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var owned = response;
        if (response.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.NoContent)
        {
            yield break;
        }

        if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
        {
            if (await response.Content.ReadAsByteArrayAsync(cancellation) is { Length: > 0 } body)
            {
                yield return Parse(body);
            }

            yield break;
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        await foreach (var item in SseParser.Create(stream, static (_, data) => data.ToArray()).EnumerateAsync(cancellation))
        {
            if (item.Data.Length > 0)
            {
                yield return Parse(item.Data);
            }
        }
    }

    /// <summary>An answer that is no message is a broken connection, and asked for again like one.</summary>
    private static Message Parse(byte[] answer)
    {
        try
        {
            return Message.Parse(answer);
        }
        catch (JsonException e)
        {
            throw new IOException("The service's answer is no JSON-RPC message.", e);
        }
    }

    /// <summary>A refusal in the protocol's words is passed on; the service's own sentences (a wrong token, a body that is too long) become an error.</summary>
    private static async Task<Message> RefusalAsync(HttpResponseMessage response, Message request, CancellationToken cancellation)
    {
        var body = await response.Content.ReadAsByteArrayAsync(cancellation);
        try
        {
            var refusal = Message.Parse(body);
            if (refusal.At("error") is { } error)
            {
                return refusal.Answers(request) ? refusal : RelayAnswers.Error(request, error);
            }
        }
        catch (JsonException)
        {
            // A sentence.
        }

        var sentence = Encoding.UTF8.GetString(body).Trim();
        return RelayAnswers.Failure(request, sentence.Length > 0 ? sentence : $"The service answered {(int)response.StatusCode}.");
    }
}
