using System.Globalization;
using System.Text;

namespace StataRuns.Stata;

/// <summary>
/// From a page of raw log to the text that a model reads: results, errors, notes and the last lines stay; echoes of loops and
/// programs and bookkeeping go, and the last line says what went and where the whole is. Memory is a small multiple of the page:
/// of a huge log the caller gives its head and its tail.
/// </summary>
internal static class CompactLog
{
    /// <summary>The head and the end are never dropped.</summary>
    private const int HeadLines = 5;

    private const int EndLines = 15;

    /// <summary>A page of log in one piece.</summary>
    public static CompactText Compact(ReadOnlySpan<byte> page, CompactOptions options)
    {
        var text = new StringBuilder();
        var dropped = new SortedDictionary<LineUse, int>();
        Write(LogSifter.Sift(page), text, dropped, HeadLines, EndLines);
        return Finish(text, dropped, options);
    }

    /// <summary>The two ends of a log too big to be read as a whole.</summary>
    /// <param name="head">From its beginning.</param>
    /// <param name="tail">To its end.</param>
    /// <param name="totalBytes">Of the whole log.</param>
    /// <param name="options">As for a page.</param>
    public static CompactText CompactEnds(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail, long totalBytes, CompactOptions options)
    {
        // Both cuts fall into lines: a half line at a cut is no line.
        head = head[..(head.LastIndexOf((byte)'\n') + 1)];
        tail = tail[(tail.IndexOf((byte)'\n') + 1)..];
        var text = new StringBuilder();
        var dropped = new SortedDictionary<LineUse, int>();
        Write(LogSifter.Sift(head), text, dropped, HeadLines, 0);
        text.Append(CultureInfo.InvariantCulture, $"[… {totalBytes - head.Length - tail.Length} bytes left out here; read them with {options.HowToRead} offset={head.Length} …]\n");
        Write(LogSifter.Sift(tail), text, dropped, 0, EndLines);
        return Finish(text, dropped, options);
    }

    private static void Write(List<(string Text, LineUse Use)> lines, StringBuilder text, SortedDictionary<LineUse, int> dropped, int headLines, int endLines)
    {
        var others = lines.Count(line => line.Use != LineUse.Wrapper);
        var place = 0;
        var lastIsBlank = true;
        foreach (var (line, use) in lines)
        {
            if (use == LineUse.Wrapper)
            {
                continue; // ours and not the log's: not worth a word
            }

            var isEdge = place < headLines || place >= others - endLines;
            place++;
            var isBlank = line.Length == 0;
            if (isBlank ? lastIsBlank : use != LineUse.Kept && !isEdge)
            {
                dropped[isBlank ? LineUse.Blank : use] = dropped.GetValueOrDefault(isBlank ? LineUse.Blank : use) + 1;
                continue;
            }

            text.Append(line).Append('\n');
            lastIsBlank = isBlank;
        }
    }

    private static CompactText Finish(StringBuilder text, SortedDictionary<LineUse, int> dropped, CompactOptions options)
    {
        var noted = dropped.Where(entry => entry.Key != LineUse.Blank).Select(entry => $"{entry.Value.ToString(CultureInfo.InvariantCulture)} {Words(entry.Key)}").ToList();
        var note = noted.Count == 0 ? "" : $"[dropped: {string.Join(", ", noted)}; whole log: {options.HowToRead}]\n";
        var fitted = TextFit.Fit(text.ToString(), Math.Max(0, options.MaxChars - note.Length), options.HowToRead, out var leftOut);
        return new CompactText(fitted + note, dropped.Values.Sum() + leftOut);
    }

    private static string Words(LineUse use) => use switch
    {
        LineUse.BlockEcho => "lines of loop and program echo",
        LineUse.Comment => "echoed comments and blank lines",
        LineUse.Bookkeeping => "lines of bookkeeping",
        LineUse.Dots => "lines of replication dots",
        _ => "blank lines",
    };
}
