using System.Buffers.Text;

namespace StataRuns.Stata;

/// <summary>
/// A do-file may end Stata itself: <c>exit, STATA</c>. Then the wrapper's end never runs and no return code is written.
/// The run's code is known all the same if that command was the last to be reached, nothing was said after it, and
/// the process ended of itself with the status that fits. Anything less is no evidence: success is never guessed.
/// </summary>
/// <remarks>
/// [P] exit: <c>exit [=exp] [, clear STATA]</c>. That the number becomes the process's status is seen on Unix, not documented.
/// </remarks>
internal static class ExitStataDetector
{
    /// <summary>The code, or null.</summary>
    /// <param name="tracker">Fed with the whole log.</param>
    /// <param name="exitStatus">Of the process; null if a signal ended it or nobody knows.</param>
    public static int? Detect(ProgressTracker tracker, int? exitStatus)
    {
        if (exitStatus is not { } status || tracker.Error is not null || tracker.HasMovedOn || tracker.CurrentFrame is not { File: { } file, Current: >= 0 } frame)
        {
            return null;
        }

        var line = file.CodeLines[frame.Current];
        if (line.BodyIsEchoedLater)
        {
            return tracker.HasSpoken ? null : Code(file.Code(frame.Current), status);
        }

        // A loop's lines aren't echoed as they are reached, and it may have said much before.
        int? found = null;
        for (var i = frame.Current + 1; line.Kind == DoCommandKind.Loop && i < line.BlockEnd; i++)
        {
            if (Code(file.Code(i), status) is { } code)
            {
                if (found is not null && found != code)
                {
                    return null;
                }

                found = code;
            }
        }

        return found;
    }

    /// <summary>The code of an <c>exit, STATA</c>, if a command is one and the status fits it.</summary>
    private static int? Code(ReadOnlySpan<byte> command, int status)
    {
        if (AfterExit(command) is not { IsEmpty: false } rest)
        {
            return null;
        }

        var comma = rest.IndexOf((byte)',');
        if (comma < 0 || !HasStataOption(rest[(comma + 1)..]))
        {
            return null;
        }

        var number = rest[..comma].Trim(" \t="u8);
        if (number.IsEmpty)
        {
            return status == 0 ? 0 : null;
        }

        if (Utf8Parser.TryParse(number, out int code, out var used) && used == number.Length && code >= 0)
        {
            return status == (code & 0xFF) || (status == 0 && code != 0) ? code : null;
        }

        return status > 0 ? status : null; // an expression: its value is the status, but 0 might stand for a multiple of 256
    }

    /// <summary>What is behind <c>exit</c>, where it is the command or the body of a one-line <c>if</c> or <c>else</c>.</summary>
    private static ReadOnlySpan<byte> AfterExit(ReadOnlySpan<byte> command)
    {
        var words = new CommandWords(command);
        words.SkipPrefixes();
        var word = words.Next();
        if (CommandWords.Is(word, "exit"u8, 1))
        {
            return words.Rest;
        }

        if (word.SequenceEqual("if"u8) || word.SequenceEqual("else"u8))
        {
            var at = words.Rest.LastIndexOf(" exit"u8);
            var rest = at < 0 ? [] : words.Rest[(at + 5)..];
            return !rest.IsEmpty && rest[0] is (byte)',' or (byte)' ' ? rest : [];
        }

        return [];
    }

    private static bool HasStataOption(ReadOnlySpan<byte> options)
    {
        var words = new CommandWords(options);
        for (var word = words.Next(); !word.IsEmpty; word = words.Next())
        {
            if (word.SequenceEqual("STATA"u8))
            {
                return true;
            }
        }

        return false;
    }
}
