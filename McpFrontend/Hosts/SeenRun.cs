using StataRuns.Runs;

namespace StataRuns.McpFrontend.Hosts;

/// <summary>How a run looks from here.</summary>
internal static class SeenRun
{
    /// <summary>
    /// A run that goes on, on a host that does not answer, is <c>unreachable</c>: nobody can say more. One that is over stays
    /// as it ended.
    /// </summary>
    public static RunSnapshot? Seen(this IHostWatch hosts, RunSnapshot? run) =>
        run is { Status: var status } && !status.IsFinal() && hosts.IsAway(run.RunId.Host) ? run with { Status = RunStatus.Unreachable } : run;
}
