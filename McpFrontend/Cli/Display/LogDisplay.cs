using StataRuns.McpFrontend.Mcp.Snapshots;
using StataRuns.Stata;

namespace StataRuns.McpFrontend.Cli.Display;

/// <summary>Only the log, in some format; what else there is to say goes to standard error.</summary>
/// <param name="output">Standard output.</param>
/// <param name="format">How it is printed.</param>
/// <param name="offset">Where in the raw log it begins.</param>
/// <param name="raw">The whole log; else what the user's do-file put out.</param>
/// <param name="remark">Standard error.</param>
internal sealed class LogDisplay(StandardOutput output, ILogFormat format, long offset, bool raw, Action<string> remark) : IRunDisplay
{
    private readonly UserLines? _lines = raw ? null : new UserLines(offset);
    private long _offset = offset;

    /// <inheritdoc/>
    public void Log(ReadOnlySpan<byte> bytes)
    {
        if (_lines is null)
        {
            Write(format.Next(_offset, bytes));
            _offset += bytes.Length;
            return;
        }

        Write(_lines.Next(bytes));
    }

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
        Write(_lines?.End() ?? []);
        Write(format.End());
        return ValueTask.CompletedTask;
    }

    private void Write(IReadOnlyList<LogStretch> log)
    {
        foreach (var stretch in log)
        {
            Write(format.Next(stretch.Offset, stretch.Bytes.Span));
        }
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            output.Write(bytes);
        }
    }
}
