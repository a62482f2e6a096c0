namespace StataRuns.Stata;

/// <summary>
/// A do-file may end Stata itself: <c>exit, STATA</c>. Then the wrapper's end never runs and no return code is written. The run's code is known all the same if
/// the command that was echoed last is such an exit, or one that reaches it without a further echo (a loop, a quiet block, a program that the do-files define, a do-file that is run
/// silently), nothing was said that speaks against it, and the process ended of itself with the status that fits. Anything less is no evidence: success is never guessed.
/// </summary>
/// <remarks>
/// Stata writes out its log when it ends of itself, so the last echo is the last command: public batch logs end with the echo of <c>exit, STATA</c> and a line's end.
/// In a branch the exit's own echo is the last one, since lines are echoed as they are reached; of a branch that was not taken the closing brace is echoed, too.
/// </remarks>
internal static class ExitStataDetector
{
    /// <summary>The code, or null.</summary>
    /// <param name="tracker">Fed with the whole log.</param>
    /// <param name="exitStatus">Of the process; null if a signal ended it or it is not known.</param>
    public static int? Detect(ProgressTracker tracker, int? exitStatus)
    {
        if (exitStatus is not { } status || tracker.Error is not null || tracker.HasMovedOn || tracker.CurrentFrame is not { File: { } file, Current: >= 0 and var current })
        {
            return null;
        }

        var body = OneLineBody.Of(file.Code(current));
        if (StataExit.TryParse(body.IsEmpty ? file.Code(current) : body, out var exit))
        {
            return exit.EndsStata && !tracker.HasSpoken && exit.CodeAt(status, out var isKnown) is { } code && isKnown ? code : null;
        }

        // From here on there may be much output, of commands that ran before the exit or after it was passed by: a log that was cut off tells nothing.
        if (!tracker.EndsWithWholeLine)
        {
            return null;
        }

        var reached = ReachedLines.Of(tracker);
        if (reached.Count >= ReachedLines.Most)
        {
            return null; // not all of it was read, and the rest may define a program anew
        }

        var exits = new ReachableExits(tracker, new DefinedPrograms(reached), status);
        var line = file.CodeLines[current];
        if (line.Kind == DoCommandKind.Loop || (line.Kind == DoCommandKind.Branch && MayBeSilent(file.Code(current))))
        {
            exits.AddBody(file, current);
        }
        else if (line.Kind == DoCommandKind.Command || (line.Kind == DoCommandKind.Do && file.CallAt(current) is { IsQuiet: true }))
        {
            exits.Add(file, current);
        }

        return exits.Code;
    }

    /// <summary>
    /// The lines in <c>quietly {</c> and <c>capture {</c> are not echoed, so the opening line is the last echo. Those in <c>if</c> and <c>else</c> without such a prefix are: where none
    /// follows, the branch was not entered.
    /// </summary>
    private static bool MayBeSilent(ReadOnlySpan<byte> code)
    {
        var words = new CommandWords(code);
        words.SkipPrefixes();
        var word = words.Next();
        return words.IsQuiet || !(word.SequenceEqual("if"u8) || word.SequenceEqual("else"u8));
    }
}
