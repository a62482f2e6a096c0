using System.Text;

namespace StataRuns.McpFrontend.Stdio;

/// <summary>
/// What Streamable HTTP wants said beside a message's body. In the initialize era that is the session and its revision; since
/// 2026-07-28 each message carries its revision, and names its method and its object in headers, where a server checks them
/// against the body.
/// </summary>
internal static class ProtocolHeaders
{
    /// <summary>The revision.</summary>
    public const string Revision = "MCP-Protocol-Version";

    /// <summary>The session.</summary>
    public const string Session = "Mcp-Session-Id";

    private const string Method = "Mcp-Method";
    private const string Name = "Mcp-Name";

    /// <summary>Writes the headers of a message.</summary>
    public static void Write(HttpRequestMessage http, Message message, ClientSession session)
    {
        http.Headers.Accept.ParseAdd("application/json");
        http.Headers.Accept.ParseAdd("text/event-stream");
        if (message.Revision is not { } revision)
        {
            session.WriteHeaders(http);
            return;
        }

        Add(http, Revision, revision);
        if (message.Method is { } method)
        {
            Add(http, Method, method);
            Add(http, Name, ObjectOf(message, method));
        }
    }

    private static string? ObjectOf(Message message, string method) => method switch
    {
        "tools/call" or "prompts/get" => message.TextAt("params", "name"),
        "resources/read" => message.TextAt("params", "uri"),
        "tasks/get" or "tasks/update" or "tasks/cancel" => message.TextAt("params", "taskId"),
        _ => null,
    };

    private static void Add(HttpRequestMessage http, string header, string? value)
    {
        if (value is not null)
        {
            http.Headers.TryAddWithoutValidation(header, IsPlain(value) ? value : $"=?base64?{Convert.ToBase64String(Encoding.UTF8.GetBytes(value))}?=");
        }
    }

    /// <summary>Can it stand in a header as it is? Else the protocol wants it in Base64.</summary>
    private static bool IsPlain(string value) =>
        value.Length > 0 && value.All(c => c is >= ' ' and <= '~') && value[0] != ' ' && value[^1] != ' '
        && !value.StartsWith("=?base64?", StringComparison.Ordinal);
}
