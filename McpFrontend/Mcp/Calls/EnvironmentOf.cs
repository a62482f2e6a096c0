using System.Text.Json.Nodes;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Calls;

/// <summary>
/// The earlier run whose environment variables a new one gets, too, named in <c>_meta</c>: their values are in no snapshot, so that who runs
/// it again cannot pass them.
/// </summary>
internal static class EnvironmentOf
{
    /// <summary>Its name in <c>_meta</c>.</summary>
    public const string Name = "stataruns/environment_of";

    /// <summary>The run that a call names; null where it names none.</summary>
    public static RunId? Of(JsonObject? meta) =>
        meta?[Name] is JsonValue value && value.TryGetValue<string>(out var text) && RunId.TryParse(text, out var run) ? run : null;
}
