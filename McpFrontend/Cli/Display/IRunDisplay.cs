using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Cli.Display;

/// <summary>
/// Shows a run to whoever sits there, or to the program behind the pipe. Safe to use from several threads.
/// Each member throws <see cref="OutputClosedException"/> once nobody reads any more.
/// </summary>
internal interface IRunDisplay : IAsyncDisposable
{
    /// <summary>Shows the next bytes of the log.</summary>
    void Log(ReadOnlySpan<byte> bytes);

    /// <summary>Shows how far the run is.</summary>
    void Progress(SnapshotJson run);

    /// <summary>Says something beside the log.</summary>
    void Say(IReadOnlyList<Piece> line);
}
