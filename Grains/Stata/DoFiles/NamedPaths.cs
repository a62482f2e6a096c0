using System.Text;

namespace StataRuns.Stata;

/// <summary>
/// The paths that stand literally in a do-file, or in macros that it sets to plain text: <c>use "../data/x.dta"</c>,
/// <c>global data /p/data</c>, <c>cd sub</c>, <c>adopath + lib</c>. What is not a path at all is in it, too (<c>a/b</c> in an
/// expression): whether there is such a file or folder is the caller's question.
/// </summary>
internal static class NamedPaths
{
    /// <summary>A do-file that names more than this is a data set, or was made by a program.</summary>
    public const int Most = 2000;

    private const int LongestPath = 4096;

    /// <summary>The paths, each once; null where there are more than <see cref="Most"/>.</summary>
    public static IReadOnlyCollection<NamedPath>? In(DoFile file)
    {
        HashSet<NamedPath> found = [];
        for (var line = 0; line < file.CodeLines.Length; line++)
        {
            var code = file.Code(line);
            var words = new CommandWords(code);
            words.SkipPrefixes();
            var command = words.Next();
            var changesFolder = command.SequenceEqual("cd"u8) || CommandWords.Is(command, "chdir"u8, 3);
            var namesFolder = changesFolder || CommandWords.Is(command, "adopath"u8, 4) || CommandWords.Is(command, "sysdir"u8, 3);
            if (!namesFolder && code.IndexOfAny((byte)'/', (byte)'\\') < 0)
            {
                continue; // a name without a folder is in the working folder, or nowhere that can be known
            }

            foreach (var token in Tokens(Encoding.UTF8.GetString(namesFolder ? words.Rest : code)))
            {
                if (token.Length is 0 or > LongestPath || (!namesFolder && token.AsSpan().IndexOfAny('/', '\\') < 0))
                {
                    continue;
                }

                var path = token.AsSpan().IndexOfAny('$', '`') < 0 ? token : LiteralMacros.Expand(token, [(file, line)]);
                if (path is { Length: > 1 } && !path.Contains("://", StringComparison.Ordinal) && !path.Contains('\0', StringComparison.Ordinal)
                    && found.Add(new NamedPath(path, changesFolder)) && found.Count > Most)
                {
                    return null;
                }
            }
        }

        return found;
    }

    /// <summary>What stands between quotes, and between white space, commas and parentheses.</summary>
    private static IEnumerable<string> Tokens(string text)
    {
        var start = 0;
        while (start < text.Length)
        {
            var isCompound = text.AsSpan(start).StartsWith("`\"", StringComparison.Ordinal);
            if (isCompound || text[start] == '"')
            {
                var content = start + (isCompound ? 2 : 1);
                var end = text.IndexOf(isCompound ? "\"'" : "\"", content, StringComparison.Ordinal);
                end = end < 0 ? text.Length : end;
                yield return text[content..end].Trim();
                start = end + (isCompound ? 2 : 1);
                continue;
            }

            var length = text.AsSpan(start).IndexOfAny(" \t\r\n,()=;\"");
            length = length < 0 ? text.Length - start : length;
            if (length > 0)
            {
                yield return text[start..(start + length)];
            }

            start += length + (start + length < text.Length && text[start + length] != '"' ? 1 : 0);
        }
    }
}

/// <summary>A path as a do-file names it.</summary>
/// <param name="Text">As written, macros replaced.</param>
/// <param name="IsFolderOfWhatFollows">It is where relative paths after it begin (<c>cd</c>).</param>
internal readonly record struct NamedPath(string Text, bool IsFolderOfWhatFollows);
