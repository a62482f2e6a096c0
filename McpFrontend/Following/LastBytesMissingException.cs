using StataRuns.Runs;

namespace StataRuns.McpFrontend.Following;

/// <summary>A run is over, and the last bytes of its output cannot be had: its host does not answer, and they were not copied.</summary>
internal sealed class LastBytesMissingException(RunId run, long offset)
    : Exception($"host {run.Host} does not answer, and the end of the log of run {run} is nowhere else")
{
    /// <summary>Up to where it came.</summary>
    public long Offset { get; } = offset;
}
