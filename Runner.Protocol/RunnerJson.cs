using System.Text.Json;
using System.Text.Json.Serialization;

namespace StataRuns.Runner.Protocol;

/// <summary>The JSON of every file and message between service and runner: snake_case names and values, one compact line.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters =
    [
        typeof(SnakeCase<Claimant>),
        typeof(SnakeCase<EndCause>),
        typeof(SnakeCase<ControlRequestKind>),
        typeof(SnakeCase<ControlEventKind>),
    ],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Job))]
[JsonSerializable(typeof(Claim))]
[JsonSerializable(typeof(ProcessRecord))]
[JsonSerializable(typeof(ExitRecord))]
[JsonSerializable(typeof(TemporaryRecord))]
[JsonSerializable(typeof(ControlRequest))]
[JsonSerializable(typeof(ControlEvent))]
public sealed partial class RunnerJson : JsonSerializerContext
{
    // The serializer's naming policy is for properties only: without this, values would be NotStarted beside not_started's neighbours.
    private sealed class SnakeCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
        where T : struct, Enum;
}
