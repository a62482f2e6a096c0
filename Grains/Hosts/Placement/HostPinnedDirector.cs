using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Runtime.Placement;

namespace StataRuns.Hosts.Placement;

/// <summary>Finds the silo of the host that a grain is pinned to, by what each silo says of itself.</summary>
internal sealed class HostPinnedDirector(ISiloMetadataCache silos) : IPlacementDirector
{
    /// <summary>Under this name a silo says which host it is.</summary>
    public const string HostKey = "stataruns.host";

    /// <inheritdoc/>
    /// <exception cref="HostAwayException">No silo of that host is there.</exception>
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var host = HostPinned.HostOfKey(target.GrainIdentity.Key.ToString()!);

        // A silo that was killed may still be listed beside the one that took its place: the newer one is the host.
        var found = context.GetCompatibleSilos(target)
            .Where(silo => silos.GetSiloMetadata(silo).Metadata.TryGetValue(HostKey, out var name) && name == host)
            .OrderByDescending(silo => silo.Generation)
            .FirstOrDefault();
        return found is null ? throw new HostAwayException(host) : Task.FromResult(found);
    }
}
