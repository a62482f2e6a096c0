using System.Text.Json.Serialization;

namespace StataRuns.McpFrontend.Mcp.Snapshots;

/// <summary>How results are written: in the contract's names, null where something does not apply.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SnapshotJson))]
[JsonSerializable(typeof(PageJson))]
[JsonSerializable(typeof(ListJson))]
[JsonSerializable(typeof(RowsJson))]
[JsonSerializable(typeof(NamesJson))]
[JsonSerializable(typeof(InfoJson))]
[JsonSerializable(typeof(HostJson))]
[JsonSerializable(typeof(PositionJson))]
[JsonSerializable(typeof(StoredJson))]
internal sealed partial class McpJson : JsonSerializerContext;
