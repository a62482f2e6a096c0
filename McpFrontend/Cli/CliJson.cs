using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Cli;

/// <summary>JSON that the terminal prints: as the tools write it, but indented for whoever looks at it, and folders' names in their own script.</summary>
[JsonSerializable(typeof(IReadOnlyList<SnapshotJson>))]
internal sealed partial class CliJson : JsonSerializerContext
{
    /// <summary>The way it is printed.</summary>
    public static CliJson Printed { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
