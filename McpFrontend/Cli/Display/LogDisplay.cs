using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Cli.Display;

/// <summary>Only the log, in some format; what else there is to say goes to standard error.</summary>
internal sealed class LogDisplay(Stream output, ILogFormat format, TextWriter error) : IRunDisplay
{
    /// <inheritdoc/>
    public void Log(ReadOnlySpan<byte> bytes) => Write(format.Next(bytes));

    /// <inheritdoc/>
    public void Progress(SnapshotJson run)
    {
        // The log is all that was asked for.
    }

    /// <inheritdoc/>
    public void Say(IReadOnlyList<Piece> line) => error.WriteLine(Terminal.Plain(line));

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Write(format.End());
        return ValueTask.CompletedTask;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

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
}
