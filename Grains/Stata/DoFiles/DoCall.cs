using System.Text;

namespace StataRuns.Stata;

/// <summary>A command that runs another do-file: <c>do</c>, <c>run</c>, <c>include</c>.</summary>
/// <param name="Path">As written; macros may stand in it.</param>
/// <param name="IsQuiet"><c>run</c>, or <c>quietly</c> before it: the other file's commands are not echoed.</param>
/// <param name="IsInclude">The file's commands run as if they stood here; its end may go unsaid in the log.</param>
internal readonly record struct DoCall(string Path, bool IsQuiet, bool IsInclude)
{
    /// <summary>The call that a command makes, or null if it makes none.</summary>
    public static DoCall? Parse(ReadOnlySpan<byte> code)
    {
        var words = new CommandWords(code);
        words.SkipPrefixes();
        var word = words.Next();
        if ((word.SequenceEqual("if"u8) || word.SequenceEqual("else"u8)) && AfterCondition(words.Rest) is { IsEmpty: false } body)
        {
            words = new CommandWords(body);
            words.SkipPrefixes();
            word = words.Next();
        }

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

        return new DoCall(PathIn(rest.TrimStart(" \t"u8)), words.IsQuiet || isRun, isInclude);
    }

    /// <summary>The command behind a one-line <c>if</c>'s condition: from the first of its words, with what prefixes it has.</summary>
    private static ReadOnlySpan<byte> AfterCondition(ReadOnlySpan<byte> rest)
    {
        var at = FirstUnquoted(rest, " do "u8);
        at = at >= 0 ? at : FirstUnquoted(rest, " run "u8);
        at = at >= 0 ? at : FirstUnquoted(rest, " include "u8);
        if (at < 0)
        {
            return [];
        }

        var quietly = rest[..at].LastIndexOf(" qui"u8);
        return rest[((quietly >= 0 ? quietly : at) + 1)..];
    }

    private static int FirstUnquoted(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        var quotes = 0;
        var from = 0;
        while (text[from..].IndexOf(word) is var at && at >= 0)
        {
            quotes += text.Slice(from, at).Count((byte)'"');
            if (quotes % 2 == 0)
            {
                return from + at;
            }

            from += at + 1;
        }

        return -1;
    }

    private static string PathIn(ReadOnlySpan<byte> rest)
    {
        ReadOnlySpan<byte> path;
        if (rest.StartsWith("`\""u8))
        {
            var end = rest.IndexOf("\"'"u8);
            path = end < 0 ? rest[2..] : rest[2..end];
        }
        else if (rest.StartsWith("\""u8))
        {
            var end = rest[1..].IndexOf((byte)'"');
            path = end < 0 ? rest[1..] : rest[1..(end + 1)];
        }
        else
        {
            var end = rest.IndexOfAny(" \t,"u8);
            path = end < 0 ? rest : rest[..end];
        }

        return Encoding.UTF8.GetString(path);
    }
}
