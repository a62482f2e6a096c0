using System.Collections.Concurrent;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace StataRuns.McpFrontend.Mcp.Resources;

/// <summary>
/// <c>resources/subscribe</c> of the initialize era: what a session waits for, told on the session's own stream, for as long
/// as the session lives.
/// </summary>
internal sealed class SessionSubscriptions(ResourceNews news, ILogger<SessionSubscriptions> logger)
{
    /// <summary>So many resources a session may wait for.</summary>
    public const int Most = 100;

    private readonly ConcurrentDictionary<string, SessionWatches> _sessions = new();

    /// <summary>Runs a session, and ends with it what it waits for. A request without a session has none to wait in.</summary>
    public async Task RunAsync(HttpContext context, McpServer server, CancellationToken cancellation)
    {
        if (server.SessionId is not { Length: > 0 } session)
        {
            await server.RunAsync(cancellation);
            return;
        }

        await using var watches = new SessionWatches(server, news, logger);
        _sessions[session] = watches;
        try
        {
            await server.RunAsync(cancellation);
        }
        finally
        {
            _sessions.TryRemove(new(session, watches));
        }
    }

    public ValueTask<EmptyResult> SubscribeAsync(RequestContext<SubscribeRequestParams> request, CancellationToken cancellation)
    {
        if (FoundResource.Of(request) is { } found
            && Of(request.Server)?.Add(request.Params!.Uri!, found) == false)
        {
            throw new McpProtocolException($"This session is subscribed to {Most} resources already: unsubscribe from one first.", McpErrorCode.InvalidRequest);
        }

        return new(new EmptyResult());
    }

    public ValueTask<EmptyResult> UnsubscribeAsync(RequestContext<UnsubscribeRequestParams> request, CancellationToken cancellation)
    {
        Of(request.Server)?.Remove(request.Params?.Uri ?? "");
        return new(new EmptyResult());
    }

    private SessionWatches? Of(McpServer server) => server.SessionId is { } session ? _sessions.GetValueOrDefault(session) : null;
}
