using System.Collections.Concurrent;
using StataRuns.Runs;

namespace StataRuns.Cluster.Tests.Embedded;

/// <summary>Somebody who follows a run, as a gateway does: it keeps the snapshot with the highest version.</summary>
internal sealed class Follower(EmbeddedHost host, RunId id) : IRunObserver
{
    private readonly ConcurrentQueue<RunSnapshot> _heard = new();
    private IRunObserver? _reference;

    /// <summary>What it heard, in the order of its coming.</summary>
    public IReadOnlyCollection<RunSnapshot> Heard => _heard;

    /// <summary>What it believes.</summary>
    public RunSnapshot? Newest => _heard.MaxBy(run => run.Version);

    public Task HintAsync(RunSnapshot snapshot)
    {
        _heard.Enqueue(snapshot);
        return Task.CompletedTask;
    }

    /// <summary>Subscribes, or renews the subscription.</summary>
    public async Task SubscribeAsync()
    {
        _reference ??= host.Grains.CreateObjectReference<IRunObserver>(this);
        _heard.Enqueue((await host.Run(id).SubscribeAsync(_reference))!);
    }
}
