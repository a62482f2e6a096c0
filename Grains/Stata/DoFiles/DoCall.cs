using System.Text;

namespace StataRuns.Stata;

/// <summary>A command that runs another do-file: <c>do</c>, <c>run</c>, <c>include</c>.</summary>
/// <param name="Path">As written, if it is literal; null if macros stand in it.</param>
/// <param name="IsQuiet"><c>run</c>, or <c>quietly</c> before it: the other file's commands are not echoed.</param>
/// <param name="IsInclude">The file's commands run as if they stood here; its end may go unsaid in the log.</param>
internal readonly record struct DoCall(string? Path, bool IsQuiet, bool IsInclude)
{
    /// <summary>The call that a command makes, or null if it makes none.</summary>
    public static DoCall? Parse(ReadOnlySpan<byte> code)
    {
        var words = new CommandWords(code);
        words.SkipPrefixes();
        var word = words.Next();
        var isRun = CommandWords.Is(word, "run"u8, 2);
        var isInclude = CommandWords.Is(word, "include"u8, 3);
        if (!word.SequenceEqual("do"u8) && !isRun && !isInclude)
        {
            return null;
        }

        var rest = words.Rest;
        if (rest.IsEmpty || rest[0] is not ((byte)' ' or (byte)'\t' or (byte)'"' or (byte)'`'))
        {
            return null; // "do" that is the beginning of something else
        }

        return new DoCall(LiteralPath(rest.TrimStart(" \t"u8)), words.IsQuiet || isRun, isInclude);
    }

    private static string? LiteralPath(ReadOnlySpan<byte> rest)
    {
        ReadOnlySpan<byte> path;
        if (rest.StartsWith("`\""u8))
        {
            var end = rest.IndexOf("\"'"u8);
            path = end < 0 ? [] : rest[2..end];
        }
        else if (rest.StartsWith("\""u8))
        {
            var end = rest[1..].IndexOf((byte)'"');
            path = end < 0 ? [] : rest[1..(end + 1)];
        }
        else
        {
            var end = rest.IndexOfAny(" \t,"u8);
            path = end < 0 ? rest : rest[..end];
        }

        return path.IsEmpty || path.ContainsAny("`$"u8) ? null : Encoding.UTF8.GetString(path);
    }
}
