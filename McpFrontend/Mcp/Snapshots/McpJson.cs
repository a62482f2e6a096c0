using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace StataRuns.McpFrontend.Mcp.Snapshots;

/// <summary>How results are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SnapshotJson))]
[JsonSerializable(typeof(PageJson))]
[JsonSerializable(typeof(ListJson))]
[JsonSerializable(typeof(InfoJson))]
internal sealed partial class McpJson : JsonSerializerContext
{
    /// <summary>
    /// Logs are full of quotes, angle brackets and, here and there, Chinese: nothing is escaped that JSON does not ask for.
    /// The result is read by programs that parse JSON, never put into a page.
    /// </summary>
    public static McpJson Relaxed { get; } = new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>A result as the SDK wants it.</summary>
    public static JsonElement Element<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToElement(value, type);
}
