using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace StataRuns.McpFrontend.Mcp.Sessions;

/// <summary>What is kept of a session.</summary>
/// <param name="Owner">Whose it is.</param>
/// <param name="Initialize">What its client said at its beginning, in the protocol's own words.</param>
/// <param name="Subscriptions">Addresses of the resources it waits for; null in files that know of none.</param>
internal sealed record SessionRecord(string Owner, JsonElement Initialize, IReadOnlyList<string>? Subscriptions = null)
{
    private static readonly JsonTypeInfo<InitializeRequestParams> Words =
        (JsonTypeInfo<InitializeRequestParams>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(InitializeRequestParams));

    public static SessionRecord Of(string owner, InitializeRequestParams initialize) =>
        new(owner, JsonSerializer.SerializeToElement(initialize, Words));

    public InitializeRequestParams? Parameters() => Initialize.Deserialize(Words);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SessionRecord))]
internal sealed partial class SessionJson : JsonSerializerContext;
