using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Resources;

/// <summary>Which part of a run an address names.</summary>
internal enum RunPart
{
    /// <summary>How it stands.</summary>
    Snapshot,

    /// <summary>Its log.</summary>
    Log,

    /// <summary>One of its graphs.</summary>
    Graph,
}

/// <summary>What a <c>stata://</c> address names.</summary>
/// <param name="Run">The run.</param>
/// <param name="Part">The part of it.</param>
/// <param name="Graph">The graph's name, if it is a graph.</param>
internal sealed record RunResource(RunId Run, RunPart Part, string? Graph)
{
    /// <summary>What the address of a run looks like.</summary>
    public const string SnapshotTemplate = "stata://runs/{run_id}";

    /// <summary>What the address of a log looks like.</summary>
    public const string LogTemplate = SnapshotTemplate + "/log";

    /// <summary>What the address of a graph looks like.</summary>
    public const string GraphTemplate = SnapshotTemplate + "/graphs/{name}";

    private const string Root = "stata://runs/";

    /// <summary>The address of a run.</summary>
    public static string OfSnapshot(RunId run) => $"{Root}{run}";

    /// <summary>The address of its log.</summary>
    public static string OfLog(RunId run) => $"{Root}{run}/log";

    /// <summary>The address of one of its graphs.</summary>
    public static string OfGraph(RunId run, string name) => $"{Root}{run}/graphs/{Uri.EscapeDataString(name)}";

    /// <summary>Reads an address; null if it is none of ours.</summary>
    public static RunResource? Parse(string? uri)
    {
        // What takes the place of {run_id} and {name} may come escaped; what is unescaped has to be an id, or a name.
        if (uri?.StartsWith(Root, StringComparison.OrdinalIgnoreCase) != true
            || uri[Root.Length..].Split('/') is not [{ } first, .. var rest]
            || !RunId.TryParse(Uri.UnescapeDataString(first), out var run))
        {
            return null;
        }

        return rest switch
        {
            [] => new(run, RunPart.Snapshot, null),
            ["log"] => new(run, RunPart.Log, null),
            ["graphs", var escaped] when Uri.UnescapeDataString(escaped) is var name && RunGraph.IsName(name) => new(run, RunPart.Graph, name),
            _ => null,
        };
    }
}
