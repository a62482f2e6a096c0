using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using StataRuns.McpFrontend.Mcp.Messages;

namespace StataRuns.McpFrontend.Mcp.Sessions;

/// <summary>
/// Answers a request that carries its revision with it, as those of the stateless era do, when there is no such revision. Where
/// both eras are served the SDK names all of them, and a client that took one of the others would be refused once more: such a
/// request can be repeated only with what <c>server/discover</c> names.
/// </summary>
internal static class UnknownRevision
{
    private const string Header = "MCP-Protocol-Version";

    // The SDK keeps its list to itself.
    private static readonly string[] Stateless = ["2026-07-28"];

    private static readonly HashSet<string> Known =
        new(["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", .. Stateless], StringComparer.Ordinal);

    private static readonly JsonTypeInfo<JsonRpcMessage> Words =
        (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

    /// <summary>Does a request's header name a revision that there is not?</summary>
    public static bool IsIn(HttpRequest request) => Named(request) is { Length: > 0 } revision && !Known.Contains(revision);

    /// <summary>Answers a stateless request of an unknown revision; lets everything else pass.</summary>
    /// <returns>Was it answered?</returns>
    public static async Task<bool> RefusesAsync(HttpContext context, MessageHead head)
    {
        if (!IsIn(context.Request) || head is not { Revision: not null, Id: { } id })
        {
            return false;
        }

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        await context.Response.WriteAsJsonAsync<JsonRpcMessage>(Refusal(id, Named(context.Request)), Words, cancellationToken: context.RequestAborted);
        return true;
    }

    private static string Named(HttpRequest request) => request.Headers[Header].ToString();

    private static JsonRpcError Refusal(string id, string revision) => new()
    {
        Id = JsonSerializer.Deserialize(id, (JsonTypeInfo<RequestId>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(RequestId))),
        Error = new JsonRpcErrorDetail
        {
            Code = (int)McpErrorCode.UnsupportedProtocolVersion,
            Message = $"There is no protocol revision \"{(revision.Length > 100 ? revision[..100] + "…" : revision)}\" here: those that can be asked for with each request are {string.Join(", ", Stateless)}.",
            Data = new JsonObject
            {
                ["supported"] = new JsonArray([.. Stateless.Select(name => JsonValue.Create(name))]),
                ["requested"] = revision,
            },
        },
    };
}
