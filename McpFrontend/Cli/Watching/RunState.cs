using System.Globalization;
using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Cli.Watching;

/// <summary>What a snapshot's status means for who waits.</summary>
internal static class RunState
{
    /// <summary>Has the run ended? It stays as it is then.</summary>
    public static bool IsFinal(SnapshotJson run) => run.Status is "succeeded" or "failed" or "cancelled" or "timed_out" or "lost";

    /// <summary>How long ago it was handed in.</summary>
    public static double SecondsSinceSubmitted(SnapshotJson run, DateTimeOffset now) =>
        DateTimeOffset.TryParse(run.SubmittedAt, CultureInfo.InvariantCulture, out var submitted) ? Math.Max(0, (now - submitted).TotalSeconds) : 0;
}
