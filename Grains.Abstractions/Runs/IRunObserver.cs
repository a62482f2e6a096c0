using Orleans.Concurrency;

namespace StataRuns.Runs;

/// <summary>
/// Somebody who is told that a run moved. A hint is a nudge with a small, complete snapshot: it may be lost, come twice or
/// out of order, and it carries no output. Bytes are pulled with <see cref="IRunGrain.ReadAsync"/>.
/// </summary>
[Alias("StataRuns.IRunObserver")]
public interface IRunObserver : IGrainObserver
{
    /// <summary>The run is, or was a moment ago, as the snapshot says.</summary>
    [OneWay, Alias("Hint")]
    Task HintAsync(RunSnapshot snapshot);
}
