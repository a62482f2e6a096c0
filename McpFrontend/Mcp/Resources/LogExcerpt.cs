using StataRuns.McpFrontend.Mcp.Output;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Resources;

/// <summary>
/// A log as a resource: whole where it is short, else its head and its end, with the place and the way to the rest between.
/// It lands in a model's context, and a log may be gigabytes.
/// </summary>
internal sealed class LogExcerpt(LogReader reader)
{
    /// <summary>What a client is told of it.</summary>
    public const string Description =
        "A run's log: whole up to 96 KiB, else its first 16 KiB and last 80 KiB, with the place between named. stata_run_output pages through all of it.";

    private const int HeadBytes = 16 * 1024;
    private const int TailBytes = 80 * 1024;

    // A line is not torn for the cut's sake, unless it is longer than this.
    private const int LongestLine = 4 * 1024;

    /// <summary>The text.</summary>
    /// <exception cref="LogUnavailable">The log cannot be read now.</exception>
    public async Task<string> ReadAsync(RunSnapshot run, CancellationToken cancellation)
    {
        var (total, isWhole) = await reader.ExtentAsync(run.RunId, cancellation);
        var text = await ReadAsync(run.RunId, total, cancellation);
        return PartialLog.Is(run, isWhole) ? $"{text.TrimEnd('\n')}\n[{PartialLog.Words(run.RunId, total)}]\n" : text;
    }

    private async Task<string> ReadAsync(RunId run, long total, CancellationToken cancellation)
    {
        var wrapper = await WrapperLines.FindAsync(reader, run, total, cancellation);
        if (total <= HeadBytes + TailBytes)
        {
            return Utf8Cut.Decode(wrapper.Without(await reader.RangeAsync(run, 0, total, cancellation), 0).Span);
        }

        var head = await reader.RangeAsync(run, 0, HeadBytes, cancellation);
        var tail = await reader.RangeAsync(run, total - TailBytes, total, cancellation);
        head = head[..HeadEnd(head.Span)];
        tail = tail[TailStart(tail.Span)..];
        var (from, to) = (head.Length, total - tail.Length);
        return $"""
            {Utf8Cut.Decode(wrapper.Without(head, 0).Span).TrimEnd('\n')}
            [... {to - from:N0} of {total:N0} bytes are left out here: call stata_run_output with run_id "{run}", offset {from}, to read on; the text below begins at offset {to} ...]
            {Utf8Cut.Decode(wrapper.Without(tail, to).Span)}
            """;
    }

    private static int HeadEnd(ReadOnlySpan<byte> head)
    {
        var line = head.LastIndexOf((byte)'\n') + 1;
        return head.Length - line <= LongestLine ? line : head.Length - Utf8Cut.Unfinished(head);
    }

    private static int TailStart(ReadOnlySpan<byte> tail)
    {
        var line = tail.IndexOf((byte)'\n') + 1;
        return line is > 0 and <= LongestLine ? line : Utf8Cut.Continuation(tail);
    }
}
