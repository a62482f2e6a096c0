using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace StataRuns.McpFrontend.Mcp.Resources;

/// <summary>Which era of the protocol a request belongs to.</summary>
internal static class Revision
{
    private const string FirstStateless = "2026-07-28";

    /// <summary>Is it of the stateless era? Revisions are dates, and sort as such.</summary>
    public static bool IsStateless(MessageContext message) => string.CompareOrdinal(
        (message.JsonRpcMessage as JsonRpcRequest)?.Context?.ProtocolVersion ?? message.Server.NegotiatedProtocolVersion, FirstStateless) >= 0;
}
