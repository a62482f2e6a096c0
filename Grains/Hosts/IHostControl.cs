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
    [OneWay, Alias("Requeued")]
    Task RequeuedAsync(RunId runId, int attempt, long queueSeq, string owner, string filePath, bool wantsLicence);
}
