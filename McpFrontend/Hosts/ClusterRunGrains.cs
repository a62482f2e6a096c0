using StataRuns.Hosts;
using StataRuns.McpFrontend.Following;
using StataRuns.Output;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Hosts;

/// <summary>
/// The way to the grains of a cluster, whose hosts may be away: no call waits for an answer that cannot come, and what is
/// stored of a run's output is read in its host's place.
/// </summary>
internal sealed class ClusterRunGrains(IGrainFactory grains, IHostWatch hosts, IStoredOutput stored) : IRunGrains
{
    public IRunGrain Run(RunId id) => new RunBehindHost(grains.GetGrain<IRunGrain>(id.Text), id, hosts, stored);

    public IHostGrain Host(string name) => new HostBehindWatch(grains.GetGrain<IHostGrain>(name), name, hosts);

    public IRunObserver Reference(IRunObserver observer) => grains.CreateObjectReference<IRunObserver>(observer);

    public void Release(IRunObserver reference) => grains.DeleteObjectReference<IRunObserver>(reference);
}
