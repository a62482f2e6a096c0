using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using StataRuns.McpFrontend.Mcp.Arguments;
using StataRuns.McpFrontend.Mcp.Calls;

namespace StataRuns.McpFrontend.Mcp.Resources;

/// <summary>
/// Looks for a resource before the SDK does, which logs each one that is not there with its stack. What is found is left
/// with the message; what is not gets the error that the revision has for it.
/// </summary>
internal static class ResourceCheck
{
    public static McpMessageHandler Check(McpMessageHandler next) => async (message, cancellation) =>
    {
        if (message.JsonRpcMessage is JsonRpcRequest { Method: RequestMethods.ResourcesRead or RequestMethods.ResourcesSubscribe } request)
        {
            await CheckAsync(request, message, cancellation);
        }

        await next(message, cancellation);
    };

    private static async Task CheckAsync(JsonRpcRequest request, MessageContext message, CancellationToken cancellation)
    {
        if (request.Params?["uri"] is not JsonValue value || !value.TryGetValue<string>(out var uri))
        {
            return; // of a revision that has no such method: everywhere else MessageForm has seen it
        }

        var finder = message.Services!.GetRequiredService<ResourceFinder>();
        if (await finder.FindAsync(uri, Caller.Owner(message.User), cancellation) is { } found)
        {
            found.LeaveWith(message);
            return;
        }

        // Others may have put resources of their own beside ours.
        if (message.Server.ServerOptions.ResourceCollection?.Any(other => other.IsMatch(uri)) != true)
        {
            throw NotFound(uri, message);
        }
    }

    private static McpProtocolException NotFound(string uri, MessageContext message) => new(
        $"There is no resource {Shown.Name(uri)}. resources/list names the newest; there are {RunResource.SnapshotTemplate}, {RunResource.LogTemplate} and {RunResource.GraphTemplate}.",
        Revision.IsStateless(message) ? McpErrorCode.InvalidParams : McpErrorCode.ResourceNotFound)
    {
        Data = { ["uri"] = uri },
    };
}
