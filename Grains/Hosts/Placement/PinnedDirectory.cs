using Orleans.GrainDirectory;

namespace StataRuns.Hosts.Placement;

/// <summary>
/// The directory of grains that are pinned to a host: it is empty, since their keys say all. Without it Orleans would ask its
/// own for each of them first, which is spread over the silos: part of a living host's runs could then not be reached until
/// a silo that died is given up.
/// </summary>
internal sealed class PinnedDirectory : IGrainDirectory
{
    /// <summary>The name by which grains ask for it.</summary>
    public const string Name = "host-pinned";

    /// <inheritdoc/>
    public Task<GrainAddress?> Lookup(GrainId grainId) => Task.FromResult<GrainAddress?>(null);

    /// <inheritdoc/>
    public Task<GrainAddress?> Register(GrainAddress address) => Task.FromResult<GrainAddress?>(address);

    /// <inheritdoc/>
    public Task Unregister(GrainAddress address) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task UnregisterSilos(List<SiloAddress> siloAddresses) => Task.CompletedTask;
}
