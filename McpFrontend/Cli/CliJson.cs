using System.Text.Json.Serialization;
using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Cli;

/// <summary>JSON that the terminal prints: as the tools write it, indented for whoever looks at it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(IReadOnlyList<SnapshotJson>))]
internal sealed partial class CliJson : JsonSerializerContext;
