using System.Buffers;
using System.Text;

namespace StataRuns.Stata;

/// <summary>
/// The files and folders that stand literally in a do-file, or in macros that are set to plain text: <c>use "../data/x.dta"</c>,
/// <c>global data /p/data</c>, <c>cd sub</c>, <c>adopath + lib</c>. What is no path at all is in it, too (<c>a/b</c> in an expression):
/// whether there is such a folder is the caller's question.
/// </summary>
internal static class NamedPaths
{
    /// <summary>A do-file that names more than this is a data set, or was made by a program.</summary>
    public const int Most = 2000;

    private const int LongestPath = 4096;

    private static readonly SearchValues<char> Separators = SearchValues.Create(" \t\r\n,()=;\"");

    /// <summary>The paths, each once; null where there are more than <see cref="Most"/>, or where the folder of a file that is read is computed.</summary>
    public static IReadOnlyCollection<NamedPath>? In(DoFile file, MacroValues macros)
    {
        HashSet<NamedPath> found = [];
        HashSet<(string, NamedPathUse)> seen = [];
        for (var line = 0; line < file.CodeLines.Length; line++)
        {
            var code = file.Code(line);
            var words = new CommandWords(code);
            words.SkipPrefixes();
            var use = UseOf(words.Next(), words, code);
            if (use is NamedPathUse.Other && code.IndexOfAny((byte)'/', (byte)'\\') < 0)
            {
                continue; // a name without a folder is in the working folder
            }

            foreach (var token in Tokens(Encoding.UTF8.GetString(use is NamedPathUse.ChangesFolder or NamedPathUse.NamesFolder ? words.Rest : code)))
            {
                if (token.Length is < 2 or > LongestPath || !seen.Add((token, use)))
                {
                    continue;
                }

                if (seen.Count > Most || !TryAdd(found, token, use, file, macros))
                {
                    return null;
                }
            }
        }

        return found;
    }

    private static bool TryAdd(HashSet<NamedPath> found, string token, NamedPathUse use, DoFile file, MacroValues macros)
    {
        if (token.Contains("://", StringComparison.Ordinal) || token.Contains('\0', StringComparison.Ordinal))
        {
            return true;
        }

        IReadOnlyList<string>? paths;
        if (token.AsSpan().IndexOfAny('$', '`') < 0)
        {
            paths = [token];
        }
        else if ((paths = macros.Expand(token, file)) is null)
        {
            // "data/wave`w'.dta": the file is computed, its folder is not.
            var name = token.AsSpan().LastIndexOfAny('/', '\\');
            paths = name > 0 && name < token.Length - 1 && macros.Expand(token[..name], file) is { } folders ? [.. folders.Select(folder => $"{folder}/*")] : null;
            if (paths is null)
            {
                return use is NamedPathUse.Other;
            }
        }

        foreach (var path in paths)
        {
            if (path.Length > 1 && (use is NamedPathUse.ChangesFolder or NamedPathUse.NamesFolder || path.AsSpan().IndexOfAny('/', '\\') >= 0))
            {
                found.Add(new NamedPath(path, use));
            }
        }

        return true;
    }

    private static NamedPathUse UseOf(ReadOnlySpan<byte> command, CommandWords rest, ReadOnlySpan<byte> code)
    {
        if (CommandWords.ChangesFolder(command))
        {
            return NamedPathUse.ChangesFolder;
        }

        if (CommandWords.Is(command, "adopath"u8, 4) || CommandWords.Is(command, "sysdir"u8, 3) || code.IndexOf(": dir "u8) >= 0)
        {
            return NamedPathUse.NamesFolder;
        }

        return CommandWords.Is(command, "use"u8, 1) || CommandWords.Is(command, "import"u8, 3) || CommandWords.Is(command, "insheet"u8, 3)
            || CommandWords.Is(command, "infile"u8, 3) || CommandWords.Is(command, "infix"u8, 3) || CommandWords.Is(command, "merge"u8, 3)
            || CommandWords.Is(command, "append"u8, 2) || CommandWords.Is(command, "joinby"u8, 4) || command.SequenceEqual("cross"u8)
            || rest.Next().SequenceEqual("use"u8)
                ? NamedPathUse.Reads
                : NamedPathUse.Other;
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

            var length = text.AsSpan(start).IndexOfAny(Separators);
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
/// <param name="Text">As written, macros replaced; <c>*</c> stands for a name that is computed.</param>
/// <param name="Use">By what command.</param>
internal readonly record struct NamedPath(string Text, NamedPathUse Use);

/// <summary>What a path is named for.</summary>
internal enum NamedPathUse
{
    /// <summary>By any other command, or by none.</summary>
    Other,

    /// <summary>A file that is read.</summary>
    Reads,

    /// <summary>A folder whose files are looked for: <c>adopath</c>, <c>: dir</c>.</summary>
    NamesFolder,

    /// <summary>Where relative paths begin from then on.</summary>
    ChangesFolder,
}
