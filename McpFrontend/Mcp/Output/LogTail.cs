using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Output;

/// <summary>Finds where a log's last lines begin, reading backwards from its end.</summary>
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

        var seen = 0L;
        for (var at = total; at > 0;)
        {
            var from = Math.Max(0, at - PageBytes);
            var page = await reader.RangeAsync(id, from, at, cancellation);
            for (var i = page.Length - 1; i >= 0; i--)
            {
                if (page.Span[i] == (byte)'\n' && from + i + 1 < total && ++seen == lines)
                {
                    return from + i + 1;
                }
            }

            at = from;
        }

        return 0;
    }

    /// <summary>The last lines, in at most so many bytes.</summary>
    public async Task<(ReadOnlyMemory<byte> Bytes, long Offset, long Total, bool IsWhole)> ReadAsync(RunId id, int lines, int maxBytes, CancellationToken cancellation)
    {
        var (total, isWhole) = await reader.ExtentAsync(id, cancellation);
        var at = total;
        var seen = 0;
        while (at > 0 && total - at < maxBytes)
        {
            var from = Math.Max(Math.Max(0, total - maxBytes), at - PageBytes);
            var page = await reader.RangeAsync(id, from, at, cancellation);
            for (var i = page.Length - 1; i >= 0; i--)
            {
                // A newline at the very end ends the last line and begins none.
                if (page.Span[i] == (byte)'\n' && from + i + 1 < total && ++seen == lines)
                {
                    var start = from + i + 1;
                    return (await reader.RangeAsync(id, start, total, cancellation), start, total, isWhole);
                }
            }

            at = from;
        }

        var bytes = await reader.RangeAsync(id, at, total, cancellation);
        var cut = at > 0 ? Utf8Cut.Continuation(bytes.Span) : 0;
        return (bytes[cut..], at + cut, total, isWhole);
    }
}
