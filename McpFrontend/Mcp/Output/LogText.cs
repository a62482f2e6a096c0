using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Output;

/// <summary>How much of the log goes into a result.</summary>
internal enum OutputMode
{
    /// <summary>What a reader needs, and a word on what was dropped.</summary>
    Compact,

    /// <summary>Every character of what the user's do-file put out.</summary>
    Full,

    /// <summary>Nothing.</summary>
    None,
}

/// <summary>A log as text. It covers the raw log's bytes from <paramref name="Offset"/> to <paramref name="NextOffset"/>.</summary>
/// <param name="Text">The text.</param>
/// <param name="Offset">First byte.</param>
/// <param name="NextOffset">The byte behind the last.</param>
/// <param name="TotalBytes">Size of the raw log.</param>
/// <param name="Truncated">Is there something of the raw log, from the offset on, that the text leaves out for its size?</param>
internal sealed record LogText(string Text, long Offset, long NextOffset, long TotalBytes, bool Truncated)
{
    /// <summary>No byte will ever come behind the raw log's size.</summary>
    public bool IsWhole { get; init; }
}

/// <summary>Makes the text of a result from a log of whatever size, reading its head and its end only.</summary>
internal sealed class LogTextReader(LogReader reader)
{
    // A stretch this long at each end holds more lines than any result does, even after most of them were dropped.
    private const int EndBytes = 256 * 1024;

    /// <summary>The log from an offset on.</summary>
    public async Task<LogText> ReadAsync(RunId id, OutputMode mode, long from, int maxChars, CancellationToken cancellation)
    {
        var (total, isWhole) = await reader.ExtentAsync(id, cancellation);
        from = Math.Min(from, total);
        var text = mode switch
        {
            OutputMode.None => new LogText("", from, from, total, total > from),
            OutputMode.Full => await FullAsync(id, from, total, maxChars, cancellation),
            _ => await CompactAsync(id, from, total, maxChars, cancellation),
        };
        return text with { IsWhole = isWhole };
    }

    private async Task<LogText> FullAsync(RunId id, long from, long total, int maxChars, CancellationToken cancellation)
    {
        // No character takes more than four bytes in UTF-8, and none less than one UTF-16 unit.
        var bytes = await reader.RangeAsync(id, from, Math.Min(total, from + (4L * maxChars)), cancellation);
        var wrapper = await WrapperLines.FindAsync(reader, id, total, cancellation);
        var text = Utf8Cut.Decode(wrapper.Without(bytes, from).Span, maxChars, more: true, out var consumed);
        var next = wrapper.After(from, consumed, from + bytes.Length);
        if (next < total && next + 3 >= total && text.Length < maxChars)
        {
            // The log's last bytes are the beginning of a character: it comes with the next page, or never.
            return new LogText(text, from, next, total, Truncated: false);
        }

        return new LogText(text, from, next, total, Truncated: next < total);
    }

    private async Task<LogText> CompactAsync(RunId id, long from, long total, int maxChars, CancellationToken cancellation)
    {
        var whole = total - from <= 2 * EndBytes;
        var head = await reader.RangeAsync(id, from, whole ? total : from + EndBytes, cancellation);
        var tailAt = whole ? from + head.Length : total - EndBytes;
        var tail = whole ? ReadOnlyMemory<byte>.Empty : await reader.RangeAsync(id, tailAt, total, cancellation);

        var last = tail.IsEmpty ? head : tail;
        var unfinished = Utf8Cut.Unfinished(last.Span);
        var next = (tail.IsEmpty ? from + head.Length : tailAt + tail.Length) - unfinished;
        (head, tail) = tail.IsEmpty ? (head[..^unfinished], tail) : (head, tail[..^unfinished]);

        var page = new CompactPage(id, from, head, tailAt, tail);
        var (text, truncated) = Compaction.Shorten(page, maxChars);
        return new LogText(text, from, next, total, truncated);
    }
}
