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

    /// <summary>The size of the log now.</summary>
    public async Task<long> SizeAsync(RunId id, CancellationToken cancellation) =>
        (await PageAsync(id, 0, 0, cancellation)).TotalBytes;

    /// <summary>The bytes from one offset to another, or to the log's end if that comes first.</summary>
    public async Task<ReadOnlyMemory<byte>> RangeAsync(RunId id, long from, long to, CancellationToken cancellation)
    {
        if (to <= from)
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        var first = await PageAsync(id, from, (int)Math.Min(to - from, LargestPage), cancellation);
        if (first.NextOffset >= to || first.Bytes.IsEmpty)
        {
            return first.Bytes;
        }

        using var all = new MemoryStream();
        await all.WriteAsync(first.Bytes, cancellation);
        for (var offset = first.NextOffset; offset < to;)
        {
            var page = await PageAsync(id, offset, (int)Math.Min(to - offset, LargestPage), cancellation);
            if (page.Bytes.IsEmpty)
            {
                break;
            }

            await all.WriteAsync(page.Bytes, cancellation);
            offset = page.NextOffset;
        }

        return all.ToArray();
    }
}

/// <summary>A log cannot be read for now. The message is a sentence for the caller.</summary>
internal sealed class LogUnavailable(string message) : Exception(message);
