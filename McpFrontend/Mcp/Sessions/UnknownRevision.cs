using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace StataRuns.McpFrontend.Mcp.Sessions;

/// <summary>
/// Answers a request that carries its revision with it, as those of the stateless era do, when there is no such revision. Where
/// both eras are served the SDK names all of them, and a client that took one of the others would be refused once more: such a
/// request can be repeated only with what <c>server/discover</c> names.
/// </summary>
internal static class UnknownRevision
{
    private const string Header = "MCP-Protocol-Version";
    private const string Meta = "io.modelcontextprotocol/protocolVersion";

    // The SDK keeps its list to itself.
    private static readonly string[] Stateless = ["2026-07-28"];

    private static readonly HashSet<string> Known =
        new(["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", .. Stateless], StringComparer.Ordinal);

    private static readonly JsonTypeInfo<JsonRpcMessage> Words =
        (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

    /// <summary>Lets everything else pass.</summary>
    public static async Task RefuseAsync(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsPost(context.Request.Method)
            && context.Request.Headers[Header].ToString() is { Length: > 0 } revision
            && !Known.Contains(revision)
            && await StatelessRequestAsync(context) is { } request)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsJsonAsync<JsonRpcMessage>(Refusal(request.Id, revision), Words, cancellationToken: context.RequestAborted);
            return;
        }

        await next(context);
    }

    private static JsonRpcError Refusal(RequestId id, string revision) => new()
    {
        Id = id,
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

    /// <summary>The request, if its body names a revision; what cannot be read is left to the SDK, which says so.</summary>
    private static async Task<JsonRpcRequest?> StatelessRequestAsync(HttpContext context)
    {
        context.Request.EnableBuffering();
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, Words, context.RequestAborted)
                is JsonRpcRequest { Params: JsonObject parameters } request && parameters["_meta"] is JsonObject meta && meta.ContainsKey(Meta)
                    ? request
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
        finally
        {
            context.Request.Body.Position = 0;
        }
    }
}
