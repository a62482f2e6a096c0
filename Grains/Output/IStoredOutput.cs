using StataRuns.Hosts;
using StataRuns.Runs;

namespace StataRuns.Output;

/// <summary>Output that was copied to the database: what can be read of a run while its host is away, or gone for good.</summary>
public interface IStoredOutput
{
    /// <summary>Reads what was copied, as the run's grain would: a beginning of the log or console, byte for byte.</summary>
    /// <returns>The page; its total is what was copied so far, its end true only if that is all there ever was. Null if there is no such run.</returns>
    Task<OutputPage?> ReadAsync(RunId run, OutputSource source, long offset, int maxBytes);

    /// <summary>Reads a graph that was copied.</summary>
    /// <returns>The page; null if there is no such run or graph.</returns>
    /// <exception cref="HostAwayException">It is not copied yet: half a graph is none.</exception>
    Task<OutputPage?> ReadGraphAsync(RunId run, string name, long offset, int maxBytes);
}
