using System.Globalization;

namespace StataRuns.Stata;

/// <summary>What a run says of lines that were never run because a comment or a block of its do-file is not closed.</summary>
internal static class UnclosedNote
{
    // The comment's own echo matches no line with code.
    private const int EchoesOfComment = 1;

    /// <summary>The note; null if all is closed, if the run did not come so far, or if the log shows that it went on behind.</summary>
    /// <param name="tracker">Fed with the whole log of a run that was not stopped from outside.</param>
    public static string? Of(ProgressTracker tracker)
    {
        var frame = tracker.Frames[0];
        if (tracker.Frames.Count > 1 || frame.File is not { Unclosed: { } open } file || open.LastLine == open.Line)
        {
            return null;
        }

        if (open.CodeLine is not { } opener)
        {
            var isReached = tracker.Error is null && frame.IsAtEnd && tracker.UnknownEchoes <= EchoesOfComment && !EndsWithExit(file);
            return isReached ? $"{NeverRun(open.IsBehindCode ? open.Line + 1 : open.Line, open.LastLine)}: the comment that begins in line {Number(open.Line)} (/*) is not closed." : null;
        }

        var kind = file.CodeLines[opener].Kind;
        if (tracker.UnknownEchoes > 0 || (kind == DoCommandKind.Branch ? !frame.IsAtEnd : frame.Current != opener))
        {
            return null;
        }

        var line = Number(open.Line);
        return kind switch
        {
            DoCommandKind.Loop => $"{NeverRun(open.Line, open.LastLine)}: the loop that begins in line {line} ({{) is not closed.",
            DoCommandKind.Program => $"{NeverRun(open.Line, open.LastLine)}: the program that begins in line {line} has no end.",
            DoCommandKind.Branch => $"The block that begins in line {line} ({{) is not closed.",
            _ when tracker.Error is null => $"Lines {line} to {Number(open.LastLine)} were not read as Stata's commands: what begins in line {line} ({file.LineText(opener)}) has no end.",
            _ => null,
        };
    }

    private static bool EndsWithExit(DoFile file)
    {
        if (file.CodeLines.Length == 0)
        {
            return false;
        }

        var words = new CommandWords(file.Code(file.CodeLines.Length - 1));
        words.SkipPrefixes();
        return CommandWords.Is(words.Next(), "exit"u8, 1);
    }

    private static string NeverRun(int first, int last) => first == last ? $"Line {Number(first)} was never run" : $"Lines {Number(first)} to {Number(last)} were never run";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
