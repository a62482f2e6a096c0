using Orleans.Configuration;
using StataRuns.Runs;

namespace StataRuns.Hosts;

/// <summary>Bounds what a silo keeps in memory of runs that are over, and of grains that it could be asked for.</summary>
internal static class SiloMemory
{
    /// <summary>
    /// A run's grain goes so long after the last call to it. Its state is a row, its output a file: the next call reads the one and
    /// opens the other. Followers get the end from the activation that writes it, and those who read the log behind it (each page is a
    /// call) keep it as long as they read. Runs that are active stay.
    /// </summary>
    public static readonly TimeSpan RunAge = TimeSpan.FromMinutes(1);

    // Slots in which activations are collected; finer than the age, which is kept to within one of them.
    private static readonly TimeSpan Slot = TimeSpan.FromSeconds(20);

    // Runs and hosts need no directory: their keys say where they are. It has the sessions of a cluster's clients, and Orleans' own grains.
    // The default of a million entries takes its tables from the start.
    private const int DirectoryEntries = 10_000;

    public static ISiloBuilder BoundMemory(this ISiloBuilder silo)
    {
        silo.Configure<GrainCollectionOptions>(options =>
        {
            options.CollectionQuantum = Slot;
            options.ClassSpecificCollectionAge[typeof(RunGrain).FullName!] = RunAge;
        });
        silo.Configure<GrainDirectoryOptions>(options => options.CacheSize = DirectoryEntries);
        return silo;
    }
}
