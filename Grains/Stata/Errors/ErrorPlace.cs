using System.Text;

namespace StataRuns.Stata;

/// <summary>Where in the open do-files an error happened.</summary>
internal static class ErrorPlace
{
    // An error is part of the tracker's state, which stays small whatever Stata says and however long paths are: sizes as JSON.
    private const int LongestMessage = 700;
    private const int LongestChain = 400;
    private const int LongestPath = 600;
    private const int LongestCommand = 500;

    public static StataError Locate(IReadOnlyList<DoFrame> frames, int code, string? message)
    {
        var said = JsonSize.CutEnd(string.IsNullOrWhiteSpace(message) ? ReturnCodes.Text(code) : message, LongestMessage);
        var known = frames.Count - 1;
        while (known > 0 && (frames[known].File is null || frames[known].Current < 0))
        {
            known--;
        }

        var frame = frames[known];
        if (frame.File is not { } file || frame.Current < 0)
        {
            return new StataError(code, said);
        }

        var line = InnerLine.Find(file, frame.Current, said) ?? frame.Current;
        return new StataError(
            code,
            said + Chain(frames, known, line),
            JsonSize.CutEnd(file.LineText(line), LongestCommand),
            file.Path is null ? null : JsonSize.CutStart(file.Path, LongestPath),
            file.CodeLines[line].FirstLine);
    }

    /// <summary>A do-file's name for a sentence.</summary>
    public static string Name(DoFrame frame)
    {
        var path = frame.File?.Path ?? "the do-file";
        return path[(path.AsSpan().LastIndexOfAny('/', '\\') + 1)..];
    }

    private static string Chain(IReadOnlyList<DoFrame> frames, int known, int line)
    {
        if (known == 0)
        {
            return "";
        }

        var chain = new StringBuilder($" (in {Name(frames[known])} line {frames[known].File!.CodeLines[line].FirstLine}");
        for (var i = known - 1; i >= 0; i--)
        {
            if (frames[i].File is { } file && frames[i].Current >= 0)
            {
                chain.Append(", called from ").Append(Name(frames[i])).Append(" line ").Append(file.CodeLines[frames[i].Current].FirstLine);
            }
        }

        return JsonSize.CutEnd(chain.Append(')').ToString(), LongestChain);
    }
}
