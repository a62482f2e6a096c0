using StataRuns.Runner.Protocol;

namespace StataRuns.Stata;

/// <summary>What the trials tell that do not end well.</summary>
internal static class EndFindings
{
    public static IEnumerable<Finding> OfFailing(TrialEvidence seen)
    {
        const string assumed = "the return code of an error is told by the wrapper; the exit status is 0 all the same";
        yield return seen.Mark is 111
            ? new Finding("error-code", "Errors", FindingOutcome.Good, "their return code is told", assumed)
            : new Finding("error-code", "Errors", FindingOutcome.Bad, seen.Mark is { } code ? $"an error 111 was told as {code}" : "an error's return code was not told",
                assumed, "Failed runs cannot be told from others: report this with the engine's version.");
        yield return seen.Exit?.ExitStatus is 0
            ? new Finding("exit-status", "Exit status", FindingOutcome.Good, "0 after an error, so it is not relied on", assumed)
            : new Finding("exit-status", "Exit status", FindingOutcome.Warning, $"it is {Status(seen)} after an error", assumed,
                "Runs do not depend on it; but the engine behaves otherwise than known ones, so look at the other lines with care.");

        var log = (seen.Log ?? "").ReplaceLineEndings("\n");
        var codes = log.Split('\n').Count(line => line == "r(111);");
        var ends = log.Split('\n').Count(line => line == "end of do-file");
        yield return codes >= 2 && ends >= 2
            ? new Finding("error-lines", "Error lines", FindingOutcome.Good, "r(111); and end of do-file stand in the log for each do-file", "each do-file that ends by an error says so")
            : new Finding("error-lines", "Error lines", FindingOutcome.Warning, $"r(111); {codes} times and end of do-file {ends} times for two do-files",
                "each do-file that ends by an error says so", "The place of an error may be told wrongly; its code is right.");
    }

    public static Finding OfExiting(TrialEvidence seen)
    {
        const string assumed = "exit, STATA ends the engine without the wrapper's last lines";
        return seen.Mark is null && seen.Begun && seen.Exit is { Cause: EndCause.Exited }
            ? new Finding("exit-stata", "exit, STATA", FindingOutcome.Good, "it ends the engine, without a return code", assumed)
            : new Finding("exit-stata", "exit, STATA", FindingOutcome.Warning, seen.Mark is { } code ? $"a return code {code} was told all the same" : $"the engine ended with {Status(seen)}",
                assumed, "How such do-files ended is told by other evidence.");
    }

    public static Finding OfStopping(TrialEvidence seen)
    {
        const string assumed = "a run that is stopped is gone, with all that it started";
        return seen.Exit is { Cause: EndCause.TimedOut } && seen.NotStarted is null
            ? new Finding("stop", "Stopping", FindingOutcome.Good, "a run is stopped when its time is over", assumed)
            : new Finding("stop", "Stopping", FindingOutcome.Bad, seen.NotStarted ?? $"the engine ended with {Status(seen)} instead of being stopped", assumed,
                "Runs may not be stoppable: does the engine start programs as another user?");
    }

    private static string Status(TrialEvidence seen) => seen.Exit switch
    {
        null => "no record",
        { Signal: { } signal } => $"signal {signal}",
        { ExitStatus: { } status } => $"exit status {status}",
        var exit => $"{exit.Cause}",
    };
}
