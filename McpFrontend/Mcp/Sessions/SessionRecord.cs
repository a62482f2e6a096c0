using System.Text.Json;
using System.Text.Json.Serialization;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace StataRuns.McpFrontend.Mcp.Sessions;

/// <summary>What is kept of a session.</summary>
/// <param name="Owner">Whose it is.</param>
/// <param name="Initialize">What its client said at its beginning.</param>
internal sealed record SessionRecord(string Owner, [property: JsonConverter(typeof(InitializeConverter))] InitializeRequestParams Initialize);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SessionRecord))]
internal sealed partial class SessionJson : JsonSerializerContext;

/// <summary>The protocol's own words, written as the SDK writes them.</summary>
internal sealed class InitializeConverter : JsonConverter<InitializeRequestParams>
{
    public override InitializeRequestParams? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, (System.Text.Json.Serialization.Metadata.JsonTypeInfo<InitializeRequestParams>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(InitializeRequestParams)));

    public override void Write(Utf8JsonWriter writer, InitializeRequestParams value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(InitializeRequestParams)));
}
