using System.Text;
using StataRuns.Runner.Protocol;
using StataRuns.Stata;

namespace StataRuns.Runs;

/// <summary>How a run ended.</summary>
/// <param name="Status">A final status.</param>
/// <param name="ReturnCode">Stata's return code, if it told one.</param>
/// <param name="Error">What went wrong.</param>
/// <param name="Notes">What is worth saying beside.</param>
/// <param name="NoSeat">Stata never began, because all seats of its licence were taken: this is no end, the run waits again. Else null.</param>
internal sealed record RunOutcome(RunStatus Status, int? ReturnCode, RunError? Error, IReadOnlyList<string> Notes, LicenceRefusal? NoSeat = null)
{
    /// <summary>
    /// Decides, from evidence alone and never by guessing. In this order:
    /// <list type="number">
    /// <item>A return code that Stata wrote with the attempt's mark decides, whatever happened afterwards.</item>
    /// <item>Without one, what the runner did: cancelled, timed out, over the output limit, could not start.</item>
    /// <item>Where something lies in the return code's place that cannot be read, nobody can say whether one was written: the run is lost.</item>
    /// <item>Stata refused to start: for want of a free licence seat the run waits again, for any other fault of the licence it has failed.</item>
    /// <item>The do-file's own <c>exit, STATA</c>, reached.</item>
    /// <item>A process that ended by itself without any of these has failed; the evidence is told.</item>
    /// <item>Where nobody saw the end, the run is lost.</item>
    /// </list>
    /// </summary>
    public static RunOutcome Decide(RunEvidence evidence)
    {
        if (evidence.Mark is { } code)
        {
            return ByReturnCode(code, evidence);
        }

        if (evidence.Exit is not { } exit)
        {
            return Lost(evidence, "There is no record of how the run's process ended (the machine was restarted, or the run's files were removed), and no return code of Stata's.");
        }

        return exit.Cause switch
        {
            EndCause.Cancelled => new(RunStatus.Cancelled, null, null, []),
            EndCause.TimedOut => new(RunStatus.TimedOut, null,
                Problem(evidence, null, $"The run was stopped after {evidence.State.TimeoutSeconds:0.###} seconds, its wall time."), []),
            EndCause.OutputLimit => new(RunStatus.Failed, null,
                Problem(evidence, null, $"The run was stopped: it wrote {exit.OutputBytes + exit.ConsoleBytes} bytes, more than StataRuns:Runs:MaxOutputBytes allows. What was written is kept."), []),
            EndCause.NotStarted => new(RunStatus.Failed, null,
                new RunError(null, exit.Message ?? "Stata could not be started.", null, evidence.State.FilePath, null), []),
            EndCause.EndedUnseen or EndCause.Exited when evidence.MarkTrouble is { } trouble => Lost(evidence, $"Stata's return code cannot be read: {trouble}."),
            EndCause.EndedUnseen => Lost(evidence, "The run's runner died, and Stata had written no return code when it ended."),
            _ => ByItself(exit, evidence),
        };
    }

    private static RunOutcome ByReturnCode(int code, RunEvidence evidence)
    {
        IReadOnlyList<string> notes = evidence.Exit?.Cause is EndCause.Cancelled or EndCause.TimedOut or EndCause.OutputLimit
            ? ["A stop was requested, but Stata had ended the do-file before: its return code stands."]
            : [];
        return code == 0
            ? new(RunStatus.Succeeded, 0, null, notes)
            : new(RunStatus.Failed, code, Problem(evidence, code, null), notes);
    }

    private static RunOutcome ByItself(ExitRecord exit, RunEvidence evidence)
    {
        if (!evidence.Begun && LicenceRefusal.Find(evidence.LogTail.Span, evidence.ConsoleTail.Span) is { } refusal)
        {
            return new(RunStatus.Failed, null, Problem(evidence, null, refusal.Message), [], refusal.Waits ? refusal : null);
        }

        if (evidence.Begun && exit.Signal is null && ExitStataDetector.Detect(evidence.Log, exit.ExitStatus) is { } own)
        {
            IReadOnlyList<string> lost = GraphNotes.LostByExit(GraphsReached.InMemory(ReachedLines.Of(evidence.Log))) is { } note ? [note] : [];
            return own == 0
                ? new(RunStatus.Succeeded, 0, null, ["The do-file ended Stata itself (exit, STATA).", .. lost])
                : new(RunStatus.Failed, own, Problem(evidence, own, $"The do-file ended Stata itself with code {own} (exit {own}, STATA)."), lost);
        }

        var how = exit.Signal switch
        {
            9 => "Stata was killed (signal 9): by the system because memory ran out, by a job scheduler's limit, or by a user.",
            { } signal => $"Stata ended by signal {signal}.",
            null when !evidence.Begun => $"Stata ended with exit status {exit.ExitStatus} before the do-file's first line. Start it by hand with -b to see why.",
            null => $"Stata ended with exit status {exit.ExitStatus} before the do-file's end, without a return code, and neither the log nor the do-files show an exit, STATA that was reached.",
        };
        var said = LastWords(evidence);
        return new(RunStatus.Failed, null, Problem(evidence, null, said is null ? how : $"{how} Its last output: {said}"), []);
    }

    private static RunOutcome Lost(RunEvidence evidence, string how) =>
        new(RunStatus.Lost, null, Problem(evidence, null, $"{how} How it ended is unknown; its output up to then is kept."), []);

    /// <summary>The error with its place, as far as the log tells it; a message that is given goes before the log's.</summary>
    private static RunError Problem(RunEvidence evidence, int? code, string? message)
    {
        var run = evidence.State;
        if (code is { } known)
        {
            var told = StataErrorReader.Read(known, evidence.LogTail.Span, evidence.Log, run.FilePath);
            return new RunError(known, message ?? told.Message, told.Command, told.FilePath, told.Line);
        }

        var reached = evidence.Log.Snapshot(run.SubmittedAt);
        return new RunError(null, message!, reached.Command, run.FilePath, reached.Line);
    }

    private static string? LastWords(RunEvidence evidence)
    {
        foreach (var tail in new[] { evidence.LogTail, evidence.ConsoleTail })
        {
            var line = Encoding.UTF8.GetString(tail.Span).Split('\n').Select(text => text.Trim()).LastOrDefault(text => text.Length > 0);
            if (line is not null)
            {
                return line;
            }
        }

        return null;
    }
}
