using StataRuns.McpFrontend.Following;
using StataRuns.Output;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Output;

/// <summary>Reads stretches of a log; never more of it than was asked for.</summary>
internal sealed class LogReader(IRunGrains grains)
{
    /// <summary>The largest page that a grain gives.</summary>
    public const int LargestPage = 1024 * 1024;

    /// <summary>One page.</summary>
    /// <exception cref="LogUnavailable">It cannot be read now.</exception>
    public async Task<OutputPage> PageAsync(RunId id, long offset, int maxBytes, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return await grains.Run(id).ReadAsync(OutputSource.Log, offset, Math.Min(maxBytes, LargestPage))
                ?? throw new LogUnavailable($"Run {id} does not exist any more.");
        }
        catch (Exception e) when (PassingFailure.Is(e))
        {
            throw new LogUnavailable($"The log cannot be read now, its host does not answer: {e.Message}");
        }
    }

    /// <summary>The size of the log now, and whether that is all there will ever be.</summary>
    public async Task<(long Total, bool IsWhole)> ExtentAsync(RunId id, CancellationToken cancellation)
    {
        var page = await PageAsync(id, 0, 0, cancellation);
        return (page.TotalBytes, page.End);
    }

    /// <summary>The bytes from one offset to another, all of which were there when the log's size was asked.</summary>
    /// <exception cref="LogUnavailable">They cannot be read now: not at all, or not to their end.</exception>
    public async Task<ReadOnlyMemory<byte>> RangeAsync(RunId id, long from, long to, CancellationToken cancellation)
    {
        if (to <= from)
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        var first = await PageAsync(id, from, (int)Math.Min(to - from, LargestPage), cancellation);
        if (first.NextOffset >= to)
        {
            return first.Bytes;
        }

        using var all = new MemoryStream();
        for (var page = first; ; page = await PageAsync(id, page.NextOffset, (int)Math.Min(to - page.NextOffset, LargestPage), cancellation))
        {
            if (page.Bytes.IsEmpty)
            {
                // The size was the host's and this is its copy, or the file was cut short: less must not look like all.
                throw new LogUnavailable($"The log of run {id} cannot be read beyond byte {page.NextOffset:N0} now: its host {id.Host} does not answer, or the file was shortened. Try again.");
            }

            await all.WriteAsync(page.Bytes, cancellation);
            if (page.NextOffset >= to)
            {
                break;
            }
        }

        return all.ToArray();
    }
}

/// <summary>A log cannot be read for now. The message is a sentence for the caller.</summary>
internal sealed class LogUnavailable(string message) : Exception(message);
