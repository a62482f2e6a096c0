using StataRuns.Runner.Protocol;

namespace StataRuns.Stata;

/// <summary>Looks, by real runs, whether the engine behaves as it is assumed to.</summary>
/// <param name="bench">Runs the trials.</param>
internal sealed class EngineExamination(ITrialBench bench)
{
    /// <summary>Together they may take so long.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    /// <summary>Runs all trials, one after the other, and says what was seen. Where the engine does not start at all, it is tried once.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Longest);
        List<Finding> findings = [];
        try
        {
            var first = await bench.RunAsync(EngineTrials.Ordinary, limit.Token);
            var start = Start(first);
            findings.Add(start);
            if (start.Outcome == FindingOutcome.Bad)
            {
                return findings;
            }

            findings.AddRange(OrdinaryFindings.Of(first));
            findings.AddRange(EndFindings.OfFailing(await bench.RunAsync(EngineTrials.Failing, limit.Token)));
            findings.Add(ProfileFinding.Of(await bench.RunAsync(EngineTrials.Profiled, limit.Token)));
            findings.Add(EndFindings.OfExiting(await bench.RunAsync(EngineTrials.Exiting, limit.Token)));
            findings.Add(EndFindings.OfStopping(await bench.RunAsync(EngineTrials.Endless, limit.Token)));
            findings.Add(GraphFinding.Of(await bench.RunAsync(EngineTrials.Drawing, limit.Token)));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            findings.Add(new Finding("time", "Trials", FindingOutcome.Bad, $"they were not through after {Longest.TotalMinutes:0} minutes",
                Advice: "Something holds the engine up: a dialog, a licence server that does not answer, a machine that is overloaded."));
        }

        return findings;
    }

    private static Finding Start(TrialEvidence seen)
    {
        const string assumed = "the engine starts in batch mode and runs a do-file";
        Finding Bad(string what, string advice) => new("start", "Start", FindingOutcome.Bad, what, assumed, advice);

        if (seen.Begun)
        {
            return new Finding("start", "Start", FindingOutcome.Good, "it starts in batch mode and runs a do-file", assumed);
        }

        if (LicenceRefusal.Find(seen.LogBytes.Span, System.Text.Encoding.UTF8.GetBytes(seen.Console)) is { } refusal)
        {
            return LicenceFinding.Of(refusal, seen.Exit?.ExitStatus);
        }

        return (seen.NotStarted, seen.Exit) switch
        {
            ({ } why, _) => Bad(why, "Nothing can be run until this is mended."),
            (_, { Cause: EndCause.NotStarted } exit) => Bad(exit.Message ?? "the system refused to start it", "Check that the program can be started by hand."),
            (_, { Cause: EndCause.TimedOut }) => Bad("it did not run a line in time",
                "Start it by hand with -b: it may wait for a dialog, a licence server, or a profile.do."),
            (_, { Signal: { } signal }) => Bad($"it ended by signal {signal} before its first line", "Start it by hand; a missing library may be the reason."),
            var (_, exit) => Bad($"it ended with exit status {exit?.ExitStatus} before the do-file's first line; it said: {LastWords(seen)}",
                "Start it by hand with -b; is this Stata for the command line?"),
        };
    }

    private static string LastWords(TrialEvidence seen) =>
        $"{seen.Log}\n{seen.Console}".Split('\n').Select(line => line.Trim()).LastOrDefault(line => line.Length > 0) ?? "nothing";
}
