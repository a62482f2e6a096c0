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

    /// <summary>What this host has and how busy it is: counts of all runs, and the first of one owner's.</summary>
    /// <param name="owner">The calling owner. Null from a gateway of the version before, which receives the runs of all owners and shows its caller's.</param>
    [AlwaysInterleave, ResponseTimeout("00:00:10"), Alias("Describe")]
    Task<HostDescription> DescribeAsync(string? owner);

    /// <summary>Answers at once, whatever else goes on: gateways tell by it that the host lives.</summary>
    [AlwaysInterleave, ResponseTimeout("00:00:01"), Alias("Pulse")]
    Task<HostPulse> PulseAsync();

    /// <summary>Could this host take the request? It looks at the do-file and makes nothing.</summary>
    [AlwaysInterleave, ResponseTimeout("00:00:15"), Alias("Offer")]
    Task<HostOffer> OfferAsync(RunRequest request);

    /// <summary>
    /// Takes no new runs from now on, or takes them again; kept over restarts. What runs or waits goes on: it was accepted.
    /// </summary>
    [ResponseTimeout("00:00:10"), Alias("Drain")]
    Task<HostPulse> DrainAsync(bool drain);
}
