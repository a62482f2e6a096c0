using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Cli.Display;

/// <summary>Where there is no terminal: the log goes to standard output byte for byte, everything else in lines to standard error.</summary>
internal sealed class PlainDisplay(Stream output, TextWriter error) : IRunDisplay
{
    private readonly Lock _lock = new();
    private string? _waiting;

    /// <inheritdoc/>
    public void Log(ReadOnlySpan<byte> bytes)
    {
        try
        {
            output.Write(bytes);
            output.Flush();
        }
        catch (IOException e)
        {
            throw new OutputClosedException(e);
        }
    }

    /// <summary>Nothing moves in a file; only a wait in the queue, which would look like a hang, is said once for each place.</summary>
    public void Progress(SnapshotJson run)
    {
        lock (_lock)
        {
            var waiting = run.Status == "queued" ? $"{run.QueuePosition} {run.QueueReason}" : null;
            if (waiting is not null && waiting != _waiting)
            {
                error.WriteLine(Terminal.Plain(ProgressLine.Format(run, 0, int.MaxValue)));
            }

            _waiting = waiting;
        }
    }

    /// <inheritdoc/>
    public void Say(IReadOnlyList<Piece> line)
    {
        lock (_lock)
        {
            error.WriteLine(Terminal.Plain(line));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
