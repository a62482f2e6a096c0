namespace StataRuns.Stata;

/// <summary>What <see cref="EngineTrials.Drawing"/> tells.</summary>
internal static class GraphFinding
{
    private const string Assumed = "graph export writes SVG in batch mode";

    public static Finding Of(TrialEvidence seen)
    {
        Finding Found(FindingOutcome outcome, string what, string? advice = null) => new("graphs", "Graphs", outcome, what, Assumed, advice);

        if (seen.LeftBehind.Contains("doctor.svg", StringComparer.Ordinal))
        {
            return Found(FindingOutcome.Good, "they are exported as SVG");
        }

        if (seen.Says("\ndrawn=199"))
        {
            return Found(FindingOutcome.NotTried, "this engine has no graphs");
        }

        return Found(FindingOutcome.Warning, seen.Mark is 0 ? $"none was written ({Code(seen)})" : "the trial did not end well",
            "Runs work, but without pictures: Stata 15 or later is needed for SVG.");
    }

    private static string Code(TrialEvidence seen) =>
        seen.Log!.ReplaceLineEndings("\n").Split('\n').FirstOrDefault(line => line.StartsWith("exported=", StringComparison.Ordinal)) is { } line ? $"return code {line["exported=".Length..].Trim()}" : "no return code";
}
