using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StataRuns.McpFrontend.Stdio;

/// <summary>How the relay writes what it makes or changes: on one line, letters as letters.</summary>
internal static class RelayJson
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The message of an object.</summary>
    public static Message Message(JsonObject content)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            content.WriteTo(writer);
        }

        return Stdio.Message.Parse(buffer.ToArray());
    }

    /// <summary>The object of a message, to be changed.</summary>
    public static JsonObject Object(Message message) => JsonNode.Parse(message.Bytes.Span)!.AsObject();
}
