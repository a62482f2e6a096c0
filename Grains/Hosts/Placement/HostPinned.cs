using Orleans.Metadata;
using Orleans.Placement;

namespace StataRuns.Hosts.Placement;

/// <summary>
/// A grain that lives on one host and nowhere else: its run's process and files are there. The key says which (<see cref="HostOfKey"/>).
/// </summary>
/// <remarks>
/// No grain directory knows it (<see cref="PinnedDirectory"/>): the key alone decides, so every silo comes to the same answer, and the end of another host
/// takes no entry of this one's grains with it.
/// </remarks>
[GenerateSerializer, Immutable, Alias("StataRuns.HostPinned")]
internal sealed class HostPinned : PlacementStrategy
{
    /// <inheritdoc/>
    public override bool IsUsingGrainDirectory => false;

    /// <summary>The host that a key names: of a run's id the part behind the dot, of a host's name all of it.</summary>
    public static string HostOfKey(string key) => key[(key.LastIndexOf('.') + 1)..];
}

/// <summary>Pins a grain to the host that its key names.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class HostPinnedAttribute() : PlacementAttribute(new HostPinned())
{
    /// <inheritdoc/>
    public override void Populate(IServiceProvider services, Type grainClass, GrainType grainType, Dictionary<string, string> properties)
    {
        base.Populate(services, grainClass, grainType, properties);
        properties[WellKnownGrainTypeProperties.GrainDirectory] = PinnedDirectory.Name;
    }
}
