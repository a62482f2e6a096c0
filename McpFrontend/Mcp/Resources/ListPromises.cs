using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace StataRuns.McpFrontend.Mcp.Resources;

/// <summary>
/// Takes back a promise that the SDK makes in <c>server/discover</c> for whoever listens by a handler of their own: that
/// each change of a list is told. Our tools never change, and of runs no gateway hears of all.
/// </summary>
internal static class ListPromises
{
    public static McpMessageHandler Withdraw(McpMessageHandler next) => (message, cancellation) =>
    {
        if (message.JsonRpcMessage is JsonRpcResponse { Result: JsonObject discovered }
            && discovered["supportedVersions"] is JsonArray
            && discovered["capabilities"] is JsonObject capabilities)
        {
            foreach (var (_, capability) in capabilities)
            {
                (capability as JsonObject)?.Remove("listChanged");
            }
        }

        return next(message, cancellation);
    };
}
