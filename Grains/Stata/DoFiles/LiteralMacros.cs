using System.Text;

namespace StataRuns.Stata;

/// <summary>
/// Reads macros that a do-file sets to plain text, as master files do: <c>global code "/p/code"</c>, then <c>do "$code/clean.do"</c>.
/// Enough to name the file that runs; what is computed stays unknown.
/// </summary>
internal static class LiteralMacros
{
    /// <summary>How far back a definition is looked for, in lines with code.</summary>
    private const int LookBack = 5000;

    /// <summary>Definitions that use definitions.</summary>
    private const int DeepestUse = 8;

    /// <summary>The text with its macros replaced, or null if one isn't known.</summary>
    /// <param name="text">With <c>$name</c>, <c>${name}</c> and <c>`name'</c> in it.</param>
    /// <param name="places">Files and the lines reached in them, the innermost first: locals are of that one, globals of any.</param>
    public static string? Expand(string text, IReadOnlyList<(DoFile File, int Line)> places) => Expand(text, places, DeepestUse);

    /// <summary>The folder that the last <c>cd</c> to a known one went to; null if there was none.</summary>
    public static string? Folder(IReadOnlyList<(DoFile File, int Line)> places)
    {
        foreach (var (file, line) in places)
        {
            for (var i = line - 1; i >= Math.Max(0, line - LookBack); i--)
            {
                var words = new CommandWords(file.Code(i));
                words.SkipPrefixes();
                if (words.Next() is var word && (word.SequenceEqual("cd"u8) || CommandWords.Is(word, "chdir"u8, 3)))
                {
                    return Expand(Unquote(words.Rest), places);
                }
            }
        }

        return null;
    }

    private static string? Expand(string text, IReadOnlyList<(DoFile File, int Line)> places, int depth)
    {
        var expanded = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('$' or '`'))
            {
                expanded.Append(text[i]);
                continue;
            }

            var isGlobal = text[i] == '$';
            var isBraced = isGlobal && i + 1 < text.Length && text[i + 1] == '{';
            var start = i + (isBraced ? 2 : 1);
            var end = start;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            {
                end++;
            }

            var closer = isBraced ? '}' : '\'';
            var isClosed = (isGlobal && !isBraced) || (end < text.Length && text[end] == closer);
            if (end == start || !isClosed || depth == 0 || Definition(text[start..end], isGlobal, places) is not { } value || Expand(value, places, depth - 1) is not { } known)
            {
                return null;
            }

            expanded.Append(known);
            i = isGlobal && !isBraced ? end - 1 : end;
        }

        return expanded.ToString();
    }

    private static string? Definition(string name, bool isGlobal, IReadOnlyList<(DoFile File, int Line)> places)
    {
        var bytes = Encoding.ASCII.GetBytes(name);
        foreach (var (file, line) in isGlobal ? places : places.Take(1))
        {
            for (var i = line - 1; i >= Math.Max(0, line - LookBack); i--)
            {
                var words = new CommandWords(file.Code(i));
                words.SkipPrefixes();
                var word = words.Next();
                var defines = isGlobal ? CommandWords.Is(word, "global"u8, 2) : CommandWords.Is(word, "local"u8, 3);
                if (defines && words.Next().SequenceEqual(bytes))
                {
                    var value = words.Rest.Trim(" \t"u8);
                    return value.StartsWith("="u8) || value.StartsWith(":"u8) ? null : Unquote(value); // the last definition counts, known or not
                }
            }
        }

        return null;
    }

    private static string Unquote(ReadOnlySpan<byte> text)
    {
        text = text.Trim(" \t"u8);
        if (text.StartsWith("`\""u8) && text.EndsWith("\"'"u8) && text.Length >= 4)
        {
            text = text[2..^2];
        }
        else if (text.StartsWith("\""u8) && text.EndsWith("\""u8) && text.Length >= 2)
        {
            text = text[1..^1];
        }

        return Encoding.UTF8.GetString(text);
    }
}
