using StataRuns.Runs;
using StataRuns.Stata;

namespace StataRuns.McpFrontend.Mcp.Output;

/// <summary>
/// Where the wrapper's lines are in a log: at its beginning and at its end. No reader gets them; offsets still count them, since they are offsets of the raw log.
/// </summary>
internal sealed class WrapperLines
{
    // A path or an argument may be long, and a profile.do may say much before; a beginning longer than this is not looked for.
    private const int LongestHead = 1 << 20;
    private const int FirstLook = 16 * 1024;

    // The wrapper's last line names one path.
    private const int TailBytes = 16 * 1024;

    private readonly IReadOnlyList<(long From, long To)> _ranges;

    private WrapperLines(IReadOnlyList<(long From, long To)> ranges, long end)
    {
        (_ranges, End) = (ranges, end);
        Begin = ranges.Where(range => range.From < end).Select(range => Math.Min(range.To, end)).LastOrDefault();
    }

    /// <summary>Where the user's part begins.</summary>
    public long Begin { get; }

    /// <summary>Where the user's part ends: at the wrapper's last lines, or at the log's end where there are none (yet).</summary>
    public long End { get; }

    /// <summary>Looks for them.</summary>
    /// <param name="reader">Reads the log.</param>
    /// <param name="id">Whose log.</param>
    /// <param name="total">Its size.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="LogUnavailable">It cannot be read now.</exception>
    public static async Task<WrapperLines> FindAsync(LogReader reader, RunId id, long total, CancellationToken cancellation)
    {
        UserLines head;
        var size = Math.Min(FirstLook, total);
        while (true)
        {
            head = new UserLines(0);
            head.Next((await reader.RangeAsync(id, 0, size, cancellation)).Span);
            if (head.HasBegun || size >= Math.Min(LongestHead, total))
            {
                break;
            }

            size = Math.Min(size * 8, Math.Min(LongestHead, total));
        }

        if (size >= total)
        {
            head.End();
            return new WrapperLines(head.Dropped, head.OverAt ?? total);
        }

        var tailAt = Math.Max(size, total - TailBytes);
        var bytes = await reader.RangeAsync(id, tailAt, total, cancellation);
        var cut = bytes.Span.IndexOf((byte)'\n') + 1;
        var tail = new UserLines(tailAt + cut);
        tail.Next(bytes.Span[cut..]);
        tail.End();
        return tail.OverAt is { } over ? new WrapperLines([.. head.Dropped, .. tail.Dropped], over) : new WrapperLines(head.Dropped, total);
    }

    /// <summary>Is this byte one of theirs?</summary>
    public bool Hold(long offset) => _ranges.Any(range => range.From <= offset && offset < range.To);

    /// <summary>A page of the log without them.</summary>
    /// <param name="page">The bytes.</param>
    /// <param name="offset">The first one's place.</param>
    public ReadOnlyMemory<byte> Without(ReadOnlyMemory<byte> page, long offset)
    {
        var end = offset + page.Length;
        if (!_ranges.Any(range => range.From < end && range.To > offset))
        {
            return page;
        }

        List<byte> kept = new(page.Length);
        var at = offset;
        foreach (var (from, to) in _ranges.Where(range => range.To > offset && range.From < end))
        {
            kept.AddRange(page.Span[(int)(at - offset)..(int)(Math.Max(at, from) - offset)]);
            at = Math.Min(Math.Max(at, to), end);
        }

        kept.AddRange(page.Span[(int)(at - offset)..]);
        return kept.ToArray();
    }

    /// <summary>Where so many bytes of a page without them end in the raw log.</summary>
    /// <param name="offset">The page's first byte.</param>
    /// <param name="kept">How many of its bytes were taken, without them.</param>
    /// <param name="end">The page's end: where what was taken reaches to if it was all.</param>
    public long After(long offset, int kept, long end)
    {
        var at = offset;
        foreach (var (from, to) in _ranges.Where(range => range.To > offset))
        {
            var before = Math.Max(0, from - at);
            if (kept < before)
            {
                return at + kept;
            }

            kept -= (int)before;
            at = Math.Max(at, to);
        }

        return Math.Min(at + kept, end);
    }
}
