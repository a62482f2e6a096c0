using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Resources;

/// <summary>
/// <c>subscriptions/listen</c> of the stateless era: the response is a stream that first says what it will tell, and then
/// tells it until somebody hangs up. It replaces the SDK's own, which grants nothing where there are no sessions.
/// </summary>
internal sealed class ListenStream(ResourceFinder finder, ResourceNews news, IHostApplicationLifetime life)
{
    private static readonly JsonTypeInfo<SubscriptionsAcknowledgedNotificationParams> Words =
        (JsonTypeInfo<SubscriptionsAcknowledgedNotificationParams>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(SubscriptionsAcknowledgedNotificationParams));

    public async ValueTask<EmptyResult> ListenAsync(RequestContext<SubscriptionsListenRequestParams> request, CancellationToken cancellation)
    {
        var granted = await GrantedAsync(request, cancellation);
        var acknowledged = new SubscriptionsAcknowledgedNotificationParams
        {
            Notifications = new() { ResourceSubscriptions = granted.Count > 0 ? [.. granted.Select(grant => grant.Uri)] : null },
        };
        await SendAsync(
            request, NotificationMethods.SubscriptionsAcknowledgedNotification, JsonSerializer.SerializeToNode(acknowledged, Words)!.AsObject(), cancellation);
        if (granted.Count == 0)
        {
            return new EmptyResult(); // nothing will ever come
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, life.ApplicationStopping);
        try
        {
            await Task.WhenAll(granted.Select(grant => TellAsync(request, grant.Uri, grant.Found, end.Token)));

            // All are over. A stream that ended here would only be opened again.
            await Task.Delay(Timeout.Infinite, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        return new EmptyResult();
    }

    private async Task TellAsync(
        RequestContext<SubscriptionsListenRequestParams> request, string uri, FoundResource found, CancellationToken cancellation)
    {
        Task Tell(CancellationToken token) =>
            SendAsync(request, NotificationMethods.ResourceUpdatedNotification, new JsonObject { ["uri"] = uri }, token);

        if (found.Run.Status.IsFinal())
        {
            // It may have ended while the stream before this one was broken.
            await Tell(cancellation);
            return;
        }

        await news.TellAsync(found, Tell, cancellation);
    }

    /// <summary>What there is of what was asked for. The rest is not refused: that it is not acknowledged says it.</summary>
    private async Task<List<(string Uri, FoundResource Found)>> GrantedAsync(
        RequestContext<SubscriptionsListenRequestParams> request, CancellationToken cancellation)
    {
        var owner = Caller.Owner(request.User);
        List<(string, FoundResource)> granted = [];
        foreach (var uri in (request.Params?.Notifications.ResourceSubscriptions ?? []).Distinct(StringComparer.Ordinal).Take(SessionSubscriptions.Most))
        {
            if (await finder.FindAsync(uri, owner, cancellation) is { } found)
            {
                granted.Add((uri, found));
            }
        }

        return granted;
    }

    /// <summary>Sends on the request's own stream, marked with its id: clients may share one channel among several.</summary>
    private static Task SendAsync(
        RequestContext<SubscriptionsListenRequestParams> request, string method, JsonObject parameters, CancellationToken cancellation)
    {
        parameters["_meta"] = new JsonObject
        {
            [MetaKeys.SubscriptionId] = request.JsonRpcRequest.Id.Id switch
            {
                string text => JsonValue.Create(text),
                long number => JsonValue.Create(number),
                _ => null,
            },
        };
        return request.Server.SendMessageAsync(new JsonRpcNotification { Method = method, Params = parameters }, cancellation);
    }
}
