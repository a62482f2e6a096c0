using System.Text;

namespace StataRuns.Stata;

/// <summary>
/// Puts a return code, which Stata wrote and which alone proves a failure, together with what the log tells of it.
/// </summary>
internal static class StataErrorReader
{
    private const int LongestMessage = 300;

    /// <param name="code">The return code, other than 0.</param>
    /// <param name="logTail">The log's last bytes; some kilobytes do.</param>
    /// <param name="tracker">Fed with the whole log; null if there is none.</param>
    /// <param name="doFilePath">The user's do-file.</param>
    public static StataError Read(int code, ReadOnlySpan<byte> logTail, ProgressTracker? tracker, string? doFilePath)
    {
        if (tracker?.Error is { } tracked && tracked.Code == code)
        {
            return tracked with { FilePath = tracked.FilePath ?? doFilePath };
        }

        var (message, command) = ReadTail(code, logTail);
        var place = tracker is null ? null : ErrorPlace.Locate(tracker.Frames, code, message);
        return new StataError(
            code,
            place?.Message ?? message ?? ReturnCodes.Text(code),
            place?.Command ?? command,
            place?.FilePath ?? doFilePath,
            place?.Line);
    }

    /// <summary>The line before the last <c>r(CODE);</c>, and the command echoed before that.</summary>
    private static (string? Message, string? Command) ReadTail(int code, ReadOnlySpan<byte> tail)
    {
        string? command = null;
        var said = new SaidText();
        (string? Message, string? Command)? found = null;
        var last = LogLineKind.Blank;
        foreach (var range in tail.Split((byte)'\n'))
        {
            var line = tail[range].TrimEnd((byte)'\r');
            var kind = LogLine.Classify(line);
            if (kind == LogLineKind.Echo && WrapperEcho.Whole(line, tail[Math.Min(range.End.Value + 1, tail.Length)..]) is var whole && WrapperEcho.IsOurs(whole))
            {
                if (!WrapperEcho.IsEnd(whole))
                {
                    said.Clear(); // what a profile.do said
                }

                last = LogLineKind.Comment; // what it is wrapped into is no part of a command of the user's
                continue;
            }

            switch (kind)
            {
                case LogLineKind.Echo when EchoText.IsComment(LogLine.Text(line)):
                    break;
                case LogLineKind.Echo:
                    // Behind an error the rest of its block is still echoed; the first code, told by the innermost, has the place.
                    if (found is null)
                    {
                        command = Text(LogLine.Text(line));
                        said.Clear();
                    }

                    break;
                case LogLineKind.Continuation when last == LogLineKind.Output:
                    said.Continue(LogLine.Text(line));
                    continue;
                case LogLineKind.Continuation when last == LogLineKind.Echo && command is not null:
                    command = string.Concat(command, " ", Text(LogLine.Text(line)));
                    continue;
                case LogLineKind.ReturnCode when LogLine.ReturnCode(line) == code:
                    found ??= (said.Message(), command);
                    break;
                case LogLineKind.Output when last == LogLineKind.Output && LogLine.PathRest(line) is { IsEmpty: false } rest:
                    said.Continue(rest);
                    break;
                case LogLineKind.Output or LogLineKind.Numbered:
                    said.Add(line);
                    break;
                case LogLineKind.Blank:
                    said.Close();
                    break;
                default:
                    break;
            }

            last = kind;
        }

        // Nothing of the user's ran: what Stata said last is why (a folder or a file that isn't there).
        var (message, failed) = found ?? (command is null ? said.Message() : null, command);
        return (Shorten(message), Shorten(failed));
    }

    private static string Text(ReadOnlySpan<byte> line) => Encoding.UTF8.GetString(line).Trim();

    private static string? Shorten(string? text) => text is { Length: > LongestMessage } ? string.Concat(text.AsSpan(0, LongestMessage - 1), "…") : text;
}
