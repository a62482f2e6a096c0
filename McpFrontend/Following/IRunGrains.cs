using StataRuns.Hosts;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Following;

/// <summary>The gateway's way to grains: all that it ever asks of Orleans.</summary>
internal interface IRunGrains
{
    /// <summary>The grain of a run.</summary>
    IRunGrain Run(RunId id);

    /// <summary>The grain of a host.</summary>
    IHostGrain Host(string name);

    /// <summary>
    /// Makes an observer reachable. Orleans holds it weakly: whoever made the reference keeps the observer alive until
    /// <see cref="Release"/>.
    /// </summary>
    IRunObserver Reference(IRunObserver observer);

    /// <summary>Ends what <see cref="Reference"/> began.</summary>
    void Release(IRunObserver reference);
}

/// <inheritdoc/>
internal sealed class OrleansRunGrains(IGrainFactory grains) : IRunGrains
{
    public IRunGrain Run(RunId id) => grains.GetGrain<IRunGrain>(id.Text);

    public IHostGrain Host(string name) => grains.GetGrain<IHostGrain>(name);

    public IRunObserver Reference(IRunObserver observer) => grains.CreateObjectReference<IRunObserver>(observer);

    public void Release(IRunObserver reference) => grains.DeleteObjectReference<IRunObserver>(reference);
}
