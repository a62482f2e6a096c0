using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Storage;

namespace StataRuns.Storage;

/// <summary>
/// Grain states as JSON that outlives renames of types: snake_case names, times in milliseconds since 1970, statuses as
/// the contract's words. The database's triggers read the same names.
/// </summary>
internal sealed class JsonState : IGrainStorageSerializer
{
    /// <summary>The one set of options for writing and reading states.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new MillisecondsConverter(), new RunStatusConverter(), new RunIdConverter(), new StorableTextConverter() },
    };

    /// <inheritdoc/>
    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input, Options));

    /// <inheritdoc/>
    public T Deserialize<T>(BinaryData input) =>
        JsonSerializer.Deserialize<T>(input, Options) ?? throw new JsonException("A stored state is the JSON null.");
}
