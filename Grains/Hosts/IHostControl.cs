using Orleans.Concurrency;
using StataRuns.Runs;

namespace StataRuns.Hosts;

/// <summary>What a run says to its host. Nobody waits for the host here: it is the one who waits for runs.</summary>
[Alias("StataRuns.IHostControl")]
internal interface IHostControl : IGrainWithStringKey
{
    /// <summary>A run is over and holds no seat any more.</summary>
    [OneWay, Alias("SeatFreed")]
    Task SeatFreedAsync(RunId runId);

    /// <summary>A run went back to the place in the queue that it had, after the attempt named.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="attempt">The attempt that came to nothing.</param>
    /// <param name="queueSeq">Its place.</param>
    /// <param name="owner">Its owner.</param>
    /// <param name="filePath">Its do-file.</param>
    /// <param name="refusal">Why it waits, where Stata refused its start because all seats of the licence are taken; else null.</param>
    [OneWay, Alias("RequeuedFor")]
    Task RequeuedAsync(RunId runId, int attempt, long queueSeq, string owner, string filePath, string? refusal);

    /// <summary>A run that others wait for (<see cref="SeatQueue.IsTried"/>) has run its first line.</summary>
    [OneWay, Alias("Begun")]
    Task BegunAsync(RunId runId);
}
