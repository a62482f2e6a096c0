using Orleans.Concurrency;
using StataRuns.Runs;

namespace StataRuns.Hosts;

/// <summary>
/// A host: the one queue for its seats (licences), and the one place where its files are looked at. Its key is the host's name.
/// </summary>
[Alias("StataRuns.IHostGrain")]
public interface IHostGrain : IGrainWithStringKey
{
    /// <summary>
    /// Looks at the do-file, joins the run that is the same (see <see cref="RunRequest"/>) or makes a new one. When this
    /// returns a run, the run is durable. One request that has to wait for a slow disk keeps no other one waiting.
    /// </summary>
    [AlwaysInterleave, ResponseTimeout("00:00:30"), Alias("Submit")]
    Task<SubmitResult> SubmitAsync(RunRequest request);

    /// <summary>What this host has and how busy it is.</summary>
    [ResponseTimeout("00:00:10"), Alias("Describe")]
    Task<HostDescription> DescribeAsync();
}
