using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Cli.Display;

/// <summary>Only the log, in some format; what else there is to say goes to standard error.</summary>
internal sealed class LogDisplay(StandardOutput output, ILogFormat format, Action<string> remark) : IRunDisplay
{
    /// <inheritdoc/>
    public void Log(ReadOnlySpan<byte> bytes) => Write(format.Next(bytes));

    /// <inheritdoc/>
    public void Progress(SnapshotJson run)
    {
        // The log is all that was asked for.
    }

    /// <inheritdoc/>
    public void Say(IReadOnlyList<Piece> line) => remark(Terminal.Plain(line));

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Write(format.End());
        return ValueTask.CompletedTask;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            output.Write(bytes);
        }
    }
}
