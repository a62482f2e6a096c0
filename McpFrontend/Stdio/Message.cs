using System.Text.Json;

namespace StataRuns.McpFrontend.Stdio;

/// <summary>
/// A JSON-RPC message as far as a relay has to read it. What it does not read it does not touch: the bytes go on as they came,
/// so that whatever a client and the service have to say to each other passes, tools and extensions of later days included.
/// </summary>
internal sealed class Message
{
    private const string Revisions = "io.modelcontextprotocol/protocolVersion";

    private readonly JsonElement _root;

    private Message(ReadOnlyMemory<byte> bytes, JsonElement root) => (Bytes, _root) = (bytes, root);

    /// <summary>The message in UTF-8, as it came.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The whole message.</summary>
    public JsonElement Root => _root;

    /// <summary>The id as it is written; null where there is none.</summary>
    public string? Id => At("id") is { ValueKind: JsonValueKind.String or JsonValueKind.Number } id ? id.GetRawText() : null;

    /// <summary>The id to compare by: one text may be written in several ways, but <c>7</c> and <c>"7"</c> are two.</summary>
    public string? Key => At("id") is { ValueKind: JsonValueKind.String or JsonValueKind.Number } id ? KeyOf(id) : null;

    /// <summary>The method; null for an answer.</summary>
    public string? Method => Text(At("method"));

    /// <summary>Somebody waits for an answer to it.</summary>
    public bool IsRequest => Method is not null && Id is not null;

    /// <summary>Nobody does.</summary>
    public bool IsNotification => Method is not null && Id is null;

    /// <summary>The revision that a message of the stateless era carries with it; null in the initialize era.</summary>
    public string? Revision => Text(At("params", "_meta", Revisions));

    /// <summary>The progress token, to be compared: of a request the one it asks with, of a notification the one it answers.</summary>
    public string? ProgressToken => Token(At("params", "_meta", "progressToken") ?? At("params", "progressToken"));

    /// <summary>Reads one.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static Message Parse(ReadOnlyMemory<byte> bytes) => new(bytes, JsonElement.Parse(bytes.Span));

    /// <summary>What stands at a path of names; null where there is nothing, or <c>null</c>.</summary>
    public JsonElement? At(params ReadOnlySpan<string> path)
    {
        var here = _root;
        foreach (var name in path)
        {
            if (here.ValueKind is not JsonValueKind.Object || !here.TryGetProperty(name, out here))
            {
                return null;
            }
        }

        return here.ValueKind is JsonValueKind.Null ? null : here;
    }

    /// <summary>The text at a path of names; null where there is none.</summary>
    public string? TextAt(params ReadOnlySpan<string> path) => Text(At(path));

    /// <summary>Is it the answer to this request?</summary>
    public bool Answers(Message request) => Method is null && Key is { } key && key == request.Key;

    /// <summary>What to compare an id or a token by.</summary>
    public static string KeyOf(JsonElement id) => id.ValueKind is JsonValueKind.String ? $"\"{id.GetString()}\"" : id.GetRawText();

    private static string? Text(JsonElement? element) => element is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static string? Token(JsonElement? element) => element is { ValueKind: JsonValueKind.String or JsonValueKind.Number } value ? KeyOf(value) : null;
}
