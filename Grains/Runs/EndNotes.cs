using System.Globalization;
using StataRuns.Runner.Protocol;
using StataRuns.Stata;

namespace StataRuns.Runs;

/// <summary>What a run says at its end of things that went unnoticed: lines that were never run, graphs that are not kept, processes that were ended.</summary>
internal static class EndNotes
{
    /// <summary>The notes.</summary>
    /// <param name="exit">The runner's record; null if there is none.</param>
    /// <param name="outcome">How the run ended.</param>
    /// <param name="log">Its log, read to its end.</param>
    /// <param name="graphs">The graphs that it left.</param>
    public static IEnumerable<string> Of(ExitRecord? exit, RunOutcome outcome, ProgressTracker log, GraphsFound graphs)
    {
        var endedByItself = exit?.Cause is EndCause.Exited or EndCause.EndedUnseen && outcome.Status is RunStatus.Succeeded or RunStatus.Failed;
        if (endedByItself && UnclosedNote.Of(log) is { } unclosed)
        {
            yield return unclosed;
        }

        // One that could not be exported is no graph that was dropped: it has a note of its own.
        foreach (var note in GraphNotes.Of(log.Graphs.AtEnd(), name => graphs.Listed.Any(graph => graph.Name == name) || graphs.Failed.Contains(name)))
        {
            yield return note;
        }

        if (exit is { LeftBehind: { Count: > 0 } left })
        {
            yield return LeftBehind(left, Math.Max(exit.LeftBehindCount ?? 0, left.Count));
        }
    }

    private static string LeftBehind(IReadOnlyList<LeftProcess> left, int count)
    {
        var names = string.Join(", ", left.Select(static process => string.Create(CultureInfo.InvariantCulture, $"{process.Name} (pid {process.ProcessId})")));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{count} {(count == 1 ? "process that the run left behind was" : "processes that the run left behind were")} ended: {names}{(count > left.Count ? ", \u2026" : "")}. A run is over when Stata is: a do-file that needs what such a process does waits for it, by starting it without & or by looking for the file that it writes.");
    }
}
