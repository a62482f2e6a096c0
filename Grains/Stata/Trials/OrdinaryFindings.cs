using StataRuns.Runner.Protocol;

namespace StataRuns.Stata;

/// <summary>What <see cref="EngineTrials.Ordinary"/> tells.</summary>
internal static class OrdinaryFindings
{
    /// <summary>What is seen this long before the end was not written at the end.</summary>
    private static readonly TimeSpan Prompt = EngineTrials.Pause / 4;

    public static IEnumerable<Finding> Of(TrialEvidence seen)
    {
        yield return Version(seen);
        yield return Log(seen);
        if (seen.Log is null)
        {
            yield break;
        }

        yield return Flushed(seen);
        yield return Dots(seen);
        yield return Of("wrapper", "Return code", "the wrapper survives clear all, macro drop _all, program drop _all, log close _all and cd", seen.Mark == 0,
            "it is told after all that a do-file does",
            seen.Mark is { } code ? $"the trial ended with return code {code}" : "none was told at the end of an ordinary do-file",
            "Return codes cannot be trusted: look at the log of a run by hand, and report this with the engine's version.");
        yield return Of("console", "Standard output", "it stays empty in batch mode", seen.Console.Trim().Length == 0,
            "empty", $"it holds: {seen.Console.Trim().Split('\n')[0]}", "What comes there is kept as the run's console; a profile.do may print it.", FindingOutcome.Warning);
        yield return Of("folder", "Working folder", "the log goes into the start folder and leaves the do-file's folder clean", seen.LeftBehind.Count == 0,
            "the do-file's folder stays clean", $"left in the do-file's folder: {string.Join(", ", seen.LeftBehind)}", "Runs leave files beside do-files.", FindingOutcome.Warning);
        yield return Of("arguments", "Arguments", "arguments with spaces, quotes, $ and ` arrive as they are", seen.Says("first=|a b| second=|it's \"c\"| third=|$x `y|"),
            "they arrive as they are", "they arrive changed", "Give do-files arguments without quotes, $ and `.", FindingOutcome.Warning);
        yield return Of("unicode", "Paths and text", "UTF-8, spaces and quotes work in paths and text", seen.Says("\nZoë 研究"),
            "UTF-8, spaces and quotes work", "letters beyond ASCII did not come through", "Keep paths and do-files to ASCII, or use Stata 14 or later.");
        yield return Of("capture", "Captured errors", "a captured error leaves no r() line in the log", seen.Says("\ncaptured=111") && !HasCodeLine(seen.Log!),
            "they leave no r() line", "they leave an r() line", "Errors that a do-file captures may be shown as if they were not.", FindingOutcome.Warning);
        yield return Of("wrap", "Long lines", "a line longer than linesize goes on behind \"> \"", seen.Log!.ReplaceLineEndings("\n").Contains("w\n> w", StringComparison.Ordinal),
            "they go on behind \"> \"", "they are cut otherwise", "Places in do-files may be told wrongly.", FindingOutcome.Warning);
        yield return Echo(seen);
    }

    private static bool HasCodeLine(string log) => log.ReplaceLineEndings("\n").Split('\n').Any(line => line.StartsWith("r(", StringComparison.Ordinal) && line.EndsWith(");", StringComparison.Ordinal));

    private static Finding Version(TrialEvidence seen)
    {
        var line = seen.Log?.ReplaceLineEndings("\n").Split('\n').FirstOrDefault(line => line.StartsWith("version=", StringComparison.Ordinal));
        return line is null
            ? new Finding("version", "Version", FindingOutcome.Warning, "the engine does not tell it", "c(stata_version), c(flavor) and c(edition_real) tell it", "Stata before 16 may not know them all; runs do not need them.")
            : new Finding("version", "Version", FindingOutcome.Note, line.Trim());
    }

    private static Finding Log(TrialEvidence seen) => Of(
        "log", "Log", $"batch mode writes {BatchCommand.LogName} into the start folder", seen.Log is not null,
        $"{BatchCommand.LogName} is in the start folder", $"there is no {BatchCommand.LogName} in the start folder",
        "Without a log there is no output: is this an ordinary Stata? Does STATATMP or a profile.do send the log elsewhere?");

    private static Finding Flushed(TrialEvidence seen) => Of(
        "log-flushed", "Log while running", "what is displayed is in the log at once",
        seen.SeenBeforeEnd.TryGetValue(EngineTrials.Early, out var early) && early > EngineTrials.Pause + Prompt,
        "output is there at once", "output comes only when more of it, or the end, has come",
        "Progress and live logs lag behind; a network file system under the data folder can be the reason.", FindingOutcome.Warning);

    private static Finding Dots(TrialEvidence seen) => Of(
        "dots", "Dots", "text without a line's end is in the log at once",
        seen.SeenBeforeEnd.TryGetValue(EngineTrials.Dots, out var dots) && dots > Prompt,
        "text without a line's end is there at once", "text comes only with its line's end",
        "The bar of bootstrap and its like moves in steps of a line.", FindingOutcome.Warning);

    /// <summary>The parser of progress, on the trial's own log.</summary>
    private static Finding Echo(TrialEvidence seen)
    {
        var doFile = DoFile.Parse(System.Text.Encoding.UTF8.GetBytes(seen.Trial.Source.ReplaceLineEndings("\n")), seen.DoFilePath);
        var tracker = new ProgressTracker(doFile, name => seen.Trial.Beside.TryGetValue(name, out var text) ? DoFile.Parse(System.Text.Encoding.UTF8.GetBytes(text), name) : null);
        tracker.Feed(seen.LogBytes.Span, DateTimeOffset.UnixEpoch);
        var last = doFile.Commands.Count - 1;
        var reached = tracker.Snapshot(DateTimeOffset.UnixEpoch);
        return Of("echo", "Progress", "each command is echoed behind \". \", as it is written", reached.Done >= last,
            "every command of the do-file is recognised in the log", $"{reached.Done:0} of {doFile.Commands.Count} commands were recognised in the log",
            "Progress stops short; runs themselves are fine.", FindingOutcome.Warning);
    }

    private static Finding Of(string id, string title, string assumed, bool isSo, string good, string otherwise, string advice, FindingOutcome bad = FindingOutcome.Bad) =>
        isSo ? new Finding(id, title, FindingOutcome.Good, good, assumed) : new Finding(id, title, bad, otherwise, assumed, advice);
}
