namespace StataRuns.Stata;

/// <summary>
/// Compares what a log echoes with what a do-file says. Blanks are passed over (tabs may be expanded, trailing ones cut), and so are
/// semicolons (they end a command, or are part of it) and all beyond ASCII (a log's encoding may differ from its do-file's). Echoed is the source itself, before macros are expanded.
/// </summary>
internal static class EchoText
{
    /// <summary>A shorter echo can't have been wrapped: the smallest line size is 40 ([R] set, linesize).</summary>
    private const int ShortestWrapped = 38;

    public static bool Matches(ReadOnlySpan<byte> echo, ReadOnlySpan<byte> source)
    {
        var mayBeWrapped = echo.Length >= ShortestWrapped;
        var i = 0;
        var j = 0;
        while (true)
        {
            i = Significant(echo, i);
            j = Significant(source, j);
            if (i == echo.Length)
            {
                return j == source.Length || mayBeWrapped;
            }

            if (j == source.Length || echo[i] != source[j])
            {
                return false;
            }

            i++;
            j++;
        }
    }

    /// <summary>An echo that is no command: blank, or a comment.</summary>
    public static bool IsComment(ReadOnlySpan<byte> echo)
    {
        var first = Significant(echo, 0);
        return first == echo.Length || echo[first] == (byte)'*' || echo[first..].StartsWith("//"u8);
    }

    private static int Significant(ReadOnlySpan<byte> text, int from)
    {
        while (from < text.Length && text[from] is <= (byte)' ' or > 0x7E or (byte)';')
        {
            from++;
        }

        return from;
    }
}
