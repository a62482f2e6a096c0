namespace StataRuns.Stata;

/// <summary>A comment or a block that is open at a do-file's end: what was meant to come behind it is part of it.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="LastLine">The file's last line that isn't blank.</param>
/// <param name="CodeLine">Index of the block's first line among those with code; null for a comment.</param>
/// <param name="IsBehindCode">The comment begins behind code of its line.</param>
internal sealed record UnclosedText(int Line, int LastLine, int? CodeLine, bool IsBehindCode)
{
    /// <summary>What is open, if anything is: the comment first, since it may hold the block's end.</summary>
    public static UnclosedText? Of(ReadOnlySpan<byte> source, IReadOnlyList<CodeLine> lines, int comment, int? opener)
    {
        if (comment == 0 && opener is null)
        {
            return null;
        }

        var last = LinesOf(source);
        return comment > 0
            ? new UnclosedText(comment, last, null, lines.Count > 0 && lines[^1].LastLine >= comment && lines[^1].FirstLine <= comment)
            : new UnclosedText(lines[opener!.Value].FirstLine, last, opener, false);
    }

    private static int LinesOf(ReadOnlySpan<byte> source)
    {
        source = source.TrimEnd(" \t\r\n"u8);
        var lines = 1;
        for (var i = 0; i < source.Length; i++)
        {
            lines += source[i] == (byte)'\n' || (source[i] == (byte)'\r' && source[i + 1] != (byte)'\n') ? 1 : 0; // trimmed: a CR is never the last byte
        }

        return lines;
    }
}
