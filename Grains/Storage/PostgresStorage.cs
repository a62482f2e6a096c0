using Npgsql;
using Orleans.Configuration;
using StataRuns.Runs;

namespace StataRuns.Storage;

/// <summary>Grain states and the silos' membership in the cluster's database.</summary>
internal static class PostgresStorage
{
    /// <summary>The provider's name for PostgreSQL.</summary>
    public const string Invariant = "Npgsql";

    /// <summary>
    /// Has a silo store its grains' states there, and find the other silos. The caller configures <see cref="ClusterOptions"/>,
    /// and has brought the schema forward.
    /// </summary>
    public static ISiloBuilder AddPostgresStorage(this ISiloBuilder silo, NpgsqlDataSource source) => silo
        .UseAdoNetClustering(options =>
        {
            options.Invariant = Invariant;
            options.DataSource = source;
        })
        .AddAdoNetGrainStorage(RunGrain.StorageName, options =>
        {
            options.Invariant = Invariant;
            options.DataSource = source;
            options.DeleteStateOnClear = true; // a deleted run leaves nothing
            options.GrainStorageSerializer = new JsonState();
        });
}
