namespace StataRuns.Stata;

/// <summary>Reads the words by which a log names a file that was written.</summary>
/// <remarks>
/// As in published logs of Stata 14 to 19.5: up to 16 in parentheses (<c>(file a.gph saved)</c>, <c>(note: file a.gph not found)</c>), later without; "saved as PDF format" and
/// "saved as .dta format" since 17. That a path is no file, or was not changed, is seen when the file is looked at: so a wording may be generous.
/// </remarks>
internal static class FileWords
{
    private const int MostWordsBefore = 6;

    private static ReadOnlySpan<byte> SeeOutLine => "dir : seeout"u8;

    /// <summary>Is this the line that outreg2 puts behind a file's name?</summary>
    public static bool IsSeeOut(ReadOnlySpan<byte> line) => line.Trim((byte)' ').SequenceEqual(SeeOutLine);

    /// <summary>May a message about a file begin with this line?</summary>
    public static bool MayBegin(ReadOnlySpan<byte> line) =>
        line.TrimStart((byte)' ') is { IsEmpty: false } text && (text[0] is (byte)'(' or (byte)'f' or (byte)'l' or (byte)'c' or (byte)'s' or (byte)'C' || text.IndexOf(" written to"u8) >= 0);

    /// <summary>May more of the message follow on a line that begins with four blanks?</summary>
    public static bool IsOpen(ReadOnlySpan<byte> text) =>
        Behind(text) is { IsEmpty: false } && Find(text, out _).IsEmpty;

    /// <summary>The path that is named, and how; empty if the text says nothing of a file.</summary>
    /// <param name="text">A message, put together from the lines that it was wrapped into.</param>
    /// <param name="wording">What it says.</param>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> text, out FileWording wording)
    {
        wording = FileWording.Saved;
        text = text.Trim((byte)' ');
        if (Behind(text) is { IsEmpty: false } rest)
        {
            return OfFile(rest, text[0] == (byte)'(', out wording);
        }

        if (text.StartsWith("log:  "u8) || text.StartsWith("cmdlog:  "u8))
        {
            wording = text[0] == (byte)'l' ? FileWording.Log : FileWording.CommandLog;
            return Unquoted(text[(text.IndexOf((byte)':') + 1)..]);
        }

        if (text.StartsWith("successfully "u8))
        {
            wording = FileWording.Created;
            var path = text["successfully "u8.Length..];
            return path.StartsWith("created "u8) || path.StartsWith("replaced "u8) || path.StartsWith("appended "u8) ? Unquoted(path[path.IndexOf((byte)' ')..]) : [];
        }

        if (text.StartsWith("Click to Open File:"u8))
        {
            wording = FileWording.ClickToOpen;
            return Unquoted(text["Click to Open File:"u8.Length..]);
        }

        return OfWords(text, out wording);
    }

    /// <summary>What is behind <c>file </c>, where the message begins with it.</summary>
    private static ReadOnlySpan<byte> Behind(ReadOnlySpan<byte> text)
    {
        text = text.TrimStart((byte)' ');
        text = text.StartsWith("("u8) ? text[1..] : text;
        text = text.StartsWith("note: "u8) ? text["note: "u8.Length..] : text;
        return text.StartsWith("file "u8) ? text["file "u8.Length..] : [];
    }

    private static ReadOnlySpan<byte> OfFile(ReadOnlySpan<byte> rest, bool isInParentheses, out FileWording wording)
    {
        wording = FileWording.Saved;
        if (isInParentheses)
        {
            if (!rest.EndsWith(")"u8))
            {
                return [];
            }

            rest = rest[..^1];
        }

        if (Without(rest, " saved"u8) is { IsEmpty: false } saved)
        {
            return Unquoted(saved);
        }

        if (isInParentheses && Without(rest, " not found"u8) is { IsEmpty: false } missing)
        {
            wording = FileWording.ToBeMade;
            return Unquoted(missing);
        }

        if (Without(rest, " created"u8) is { IsEmpty: false } created)
        {
            return Unquoted(created);
        }

        if (Without(rest, " updated"u8) is { IsEmpty: false } updated)
        {
            return Unquoted(updated);
        }

        if (Without(rest, " format"u8) is not { IsEmpty: false } formatted)
        {
            return [];
        }

        // "X saved as PDF", "X written in Encapsulated PostScript": the last of the two, since a path may hold such words as well.
        var (at, length) = Last(formatted, " saved as "u8, " written in "u8);
        wording = at >= 0 && formatted[(at + length)..].SequenceEqual(".dta"u8) ? FileWording.SavedAsData : FileWording.SavedAsPicture;
        return at < 0 ? [] : Unquoted(formatted[..at]);
    }

    /// <summary><c>(output written to X)</c>, <c>Table output written to: X</c>, <c>(collection Table exported to file X)</c>: a few words, then the path.</summary>
    private static ReadOnlySpan<byte> OfWords(ReadOnlySpan<byte> text, out FileWording wording)
    {
        wording = FileWording.Written;
        var inside = text.StartsWith("("u8) && text.EndsWith(")"u8) ? text[1..^1] : text;
        var (at, length) = (inside.IndexOf(" written to"u8), " written to"u8.Length);
        if (at < 0 && text.StartsWith("(collection "u8))
        {
            (at, length) = (inside.IndexOf(" exported to file"u8), " exported to file"u8.Length);
            wording = FileWording.Exported;
        }

        if (at < 0 || !IsFewWords(inside[..at]))
        {
            return [];
        }

        var path = inside[(at + length)..];
        path = path.StartsWith(":"u8) ? path[1..] : path;
        return path.StartsWith(" "u8) ? Unquoted(path) : [];
    }

    private static bool IsFewWords(ReadOnlySpan<byte> text)
    {
        foreach (var letter in text)
        {
            if (!char.IsAsciiLetterOrDigit((char)letter) && letter is not ((byte)' ' or (byte)'_'))
            {
                return false;
            }
        }

        return text.Count((byte)' ') < MostWordsBefore;
    }

    private static ReadOnlySpan<byte> Without(ReadOnlySpan<byte> text, ReadOnlySpan<byte> end) => text.EndsWith(end) ? text[..^end.Length] : [];

    private static (int At, int Length) Last(ReadOnlySpan<byte> text, ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        var (first, second) = (text.LastIndexOf(one), text.LastIndexOf(other));
        return first >= second ? (first, one.Length) : (second, other.Length);
    }

    /// <summary>Without blanks and quotes around it: <c>"X"</c>, and <c>`"X"'</c>, which estout leaves around names with blanks.</summary>
    private static ReadOnlySpan<byte> Unquoted(ReadOnlySpan<byte> path)
    {
        path = path.Trim((byte)' ');
        if (path.StartsWith("`\""u8) && path.EndsWith("\"'"u8) && path.Length > 4)
        {
            return path[2..^2];
        }

        return path.StartsWith("\""u8) && path.EndsWith("\""u8) && path.Length > 2 ? path[1..^1] : path;
    }
}
