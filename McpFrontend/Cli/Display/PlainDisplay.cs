using StataRuns.McpFrontend.Cli.Watching;
using StataRuns.McpFrontend.Mcp.Snapshots;
using StataRuns.Stata;

namespace StataRuns.McpFrontend.Cli.Display;

/// <summary>Where there is no terminal: what the do-file put out goes to standard output byte for byte, everything else in lines to standard error.</summary>
/// <param name="output">Standard output; null where the log was not asked for.</param>
/// <param name="remark">Standard error.</param>
/// <param name="time">The clock.</param>
internal sealed class PlainDisplay(StandardOutput? output, Action<string> remark, TimeProvider time) : IRunDisplay
{
    /// <summary>Seconds. Every run is queued for a moment.</summary>
    private const double WorthSaying = 1;

    private readonly Lock _lock = new();
    private readonly UserLines _lines = new(0);
    private string? _place;

    /// <inheritdoc/>
    public void Log(ReadOnlySpan<byte> bytes) => Write(_lines.Next(bytes));

    /// <summary>Nothing moves in a file; only a wait in the queue, which would look like a hang, is said once for each place.</summary>
    public void Progress(SnapshotJson run)
    {
        var waited = RunState.SecondsSinceSubmitted(run, time.GetUtcNow());
        if (run.Status != "queued" || waited < WorthSaying)
        {
            return;
        }

        lock (_lock)
        {
            var place = $"{run.QueuePosition} {run.QueueReason}";
            if (place != _place)
            {
                remark(Terminal.Plain(ProgressLine.Format(run, waited, int.MaxValue)));
            }

            _place = place;
        }
    }

    /// <inheritdoc/>
    public void Say(IReadOnlyList<Piece> line)
    {
        lock (_lock)
        {
            remark(Terminal.Plain(line));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Write(_lines.End());
        return ValueTask.CompletedTask;
    }

    private void Write(IReadOnlyList<LogStretch> log)
    {
        foreach (var stretch in log)
        {
            output?.Write(stretch.Bytes.Span);
        }
    }
}
