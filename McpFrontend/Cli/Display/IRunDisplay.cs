using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Cli.Display;

/// <summary>Shows a run to whoever sits there, or to the program behind the pipe. Safe to use from several threads.</summary>
internal interface IRunDisplay : IAsyncDisposable
{
    /// <summary>Shows the next bytes of the log.</summary>
    /// <exception cref="IOException">Nobody reads any more.</exception>
    void Log(ReadOnlySpan<byte> bytes);

    /// <summary>Shows how far the run is.</summary>
    void Progress(SnapshotJson run);

    /// <summary>Says something beside the log.</summary>
    void Say(IReadOnlyList<Piece> line);
}
