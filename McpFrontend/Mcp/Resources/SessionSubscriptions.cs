using System.Collections.Concurrent;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using StataRuns.McpFrontend.Following;
using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.McpFrontend.Mcp.Sessions;

namespace StataRuns.McpFrontend.Mcp.Resources;

/// <summary>
/// <c>resources/subscribe</c> of the initialize era: what a session waits for, told on the session's own stream, for as long
/// as the session lives. A session outlives the service, and so does what it waits for.
/// </summary>
internal sealed partial class SessionSubscriptions(
    ResourceNews news, ResourceFinder finder, ISessionStore sessions, TimeProvider time, ILogger<SessionSubscriptions> logger)
{
    /// <summary>So many resources a session may wait for.</summary>
    public const int Most = 100;

    // A session that is taken up again is so by a request of its client, whose stream opens a moment later.
    private static readonly TimeSpan UntilStreamOpens = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, SessionWatches> _sessions = new();

    /// <summary>Runs a session, and ends with it what it waits for. A request without a session has none to wait in.</summary>
    public async Task RunAsync(HttpContext context, McpServer server, CancellationToken cancellation)
    {
        if (server.SessionId is not { Length: > 0 } session)
        {
            await server.RunAsync(cancellation);
            return;
        }

        await using var watches = new SessionWatches(server, logger);
        _sessions[session] = watches;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var takingUp = TakeUpAsync(session, Caller.Owner(context.User), watches, end.Token);
        try
        {
            await server.RunAsync(cancellation);
        }
        finally
        {
            _sessions.TryRemove(new(session, watches));
            await end.CancelAsync();
            await takingUp;
        }
    }

    public async ValueTask<EmptyResult> SubscribeAsync(RequestContext<SubscribeRequestParams> request, CancellationToken cancellation)
    {
        // What was found is ours; other resources of this server never change.
        if (FoundResource.Of(request) is { } found && Of(request.Server) is { } watches)
        {
            if (!watches.Add(request.Params!.Uri!, (tell, end) => news.TellAsync(found, tell, end)))
            {
                throw new McpProtocolException($"This session is subscribed to {Most} resources already: unsubscribe from one first.", McpErrorCode.InvalidRequest);
            }

            await WriteDownAsync(request.Server.SessionId!, found.Run.Owner, watches);
        }

        return new EmptyResult();
    }

    public async ValueTask<EmptyResult> UnsubscribeAsync(RequestContext<UnsubscribeRequestParams> request, CancellationToken cancellation)
    {
        if (Of(request.Server) is { } watches)
        {
            watches.Remove(request.Params?.Uri ?? "");
            await WriteDownAsync(request.Server.SessionId!, Caller.Owner(request.User), watches);
        }

        return new EmptyResult();
    }

    private SessionWatches? Of(McpServer server) => server.SessionId is { } session ? _sessions.GetValueOrDefault(session) : null;

    private ValueTask WriteDownAsync(string session, string owner, SessionWatches watches) =>
        watches.IsWhole ? sessions.SubscribeAsync(session, owner, () => watches.Uris) : ValueTask.CompletedTask;

    /// <summary>
    /// Goes on with what a session waited for before. This is beside the session: its requests are answered while its
    /// subscriptions cannot be looked up, because a silo is away. What its client changes meanwhile is written down after it.
    /// </summary>
    private async Task TakeUpAsync(string session, string owner, SessionWatches watches, CancellationToken end)
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(5));
        while (!end.IsCancellationRequested)
        {
            try
            {
                var uris = await sessions.SubscriptionsAsync(session, owner);
                if (watches.TakeUp(uris, (uri, tell, over) => TakeUpAsync(uri, owner, tell, over)))
                {
                    await WriteDownAsync(session, owner, watches);
                }

                return;
            }
            catch (Exception e) when (PassingFailure.Is(e))
            {
                LogNotTakenUp(logger, e.Message);
                await Task.Delay(backoff.Next(), time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Waits again for what a session waited for before. What happened in between nobody told: it is told at once.</summary>
    private async Task TakeUpAsync(string uri, string owner, Func<CancellationToken, Task> tell, CancellationToken end)
    {
        await Task.Delay(UntilStreamOpens, time, end);
        if (await finder.FindAsync(uri, owner, end) is { } found)
        {
            await tell(end);
            await news.TellAsync(found, tell, end);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "A session's subscriptions cannot be read yet: {Reason}")]
    private static partial void LogNotTakenUp(ILogger logger, string reason);
}
