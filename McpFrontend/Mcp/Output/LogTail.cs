using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Output;

/// <summary>The last lines of a log: those that the user's do-file put out.</summary>
/// <param name="Bytes">The lines.</param>
/// <param name="Offset">The first one's place in the raw log.</param>
/// <param name="Total">The raw log's size.</param>
/// <param name="IsWhole">No byte will ever come behind it.</param>
internal sealed record LastLines(ReadOnlyMemory<byte> Bytes, long Offset, long Total, bool IsWhole);

/// <summary>Finds where a log's last lines begin, reading backwards from its end. The wrapper's lines are not counted.</summary>
internal sealed class LogTail(LogReader reader)
{
    private const int PageBytes = 64 * 1024;

    /// <summary>Where the last lines begin, however long they are.</summary>
    public async Task<long> StartAsync(RunId id, long lines, CancellationToken cancellation)
    {
        var (total, _) = await reader.ExtentAsync(id, cancellation);
        if (lines == 0)
        {
            return total;
        }

        var wrapper = await WrapperLines.FindAsync(reader, id, total, cancellation);
        return await StartAsync(id, lines, 0, wrapper, cancellation) ?? 0;
    }

    /// <summary>The last lines, in at most so many bytes.</summary>
    public async Task<LastLines> ReadAsync(RunId id, int lines, int maxBytes, CancellationToken cancellation)
    {
        var (total, isWhole) = await reader.ExtentAsync(id, cancellation);
        var wrapper = await WrapperLines.FindAsync(reader, id, total, cancellation);
        var least = Math.Max(0, wrapper.End - maxBytes);
        var start = await StartAsync(id, lines, least, wrapper, cancellation) ?? least;
        var bytes = await reader.RangeAsync(id, start, wrapper.End, cancellation);
        var cut = start == least && start > 0 ? Utf8Cut.Continuation(bytes.Span) : 0;
        return new LastLines(wrapper.Without(bytes[cut..], start + cut), start + cut, total, isWhole);
    }

    /// <summary>Where the last lines of the user's part begin; null if not at this byte or behind it.</summary>
    private async Task<long?> StartAsync(RunId id, long lines, long least, WrapperLines wrapper, CancellationToken cancellation)
    {
        var seen = 0L;
        for (var at = wrapper.End; at > least;)
        {
            var from = Math.Max(least, at - PageBytes);
            var page = await reader.RangeAsync(id, from, at, cancellation);
            for (var i = page.Length - 1; i >= 0; i--)
            {
                // A newline at the very end ends the last line and begins none; one of the wrapper's ends no line of the user's.
                if (page.Span[i] == (byte)'\n' && from + i + 1 < wrapper.End && !wrapper.Hold(from + i + 1) && ++seen == lines)
                {
                    return from + i + 1;
                }
            }

            at = from;
        }

        return null;
    }
}
