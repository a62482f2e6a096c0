using Orleans.Runtime.Hosting;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace StataRuns.Hosts.Placement;

/// <summary>Tells a silo to say which host it is, and to find others by what they say.</summary>
internal static class PlacementComposition
{
    public static ISiloBuilder AddHostPlacement(this ISiloBuilder silo, HostSettings settings)
    {
        silo.UseSiloMetadata(new Dictionary<string, string> { [HostPinnedDirector.HostKey] = settings.Host });
        silo.Services.AddPlacementDirector<HostPinned, HostPinnedDirector>();
        silo.AddGrainDirectory(PinnedDirectory.Name, static (_, _) => new PinnedDirectory());
        return silo;
    }
}
