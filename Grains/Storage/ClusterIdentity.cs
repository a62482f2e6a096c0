using Npgsql;
using StataRuns.Hosts;

namespace StataRuns.Storage;

/// <summary>The cluster's secret id: what silos and gateways must know to be let in.</summary>
internal static class ClusterIdentity
{
    /// <summary>The configured id, else the one that the database keeps.</summary>
    /// <exception cref="SchemaException">The database keeps none: it was not migrated.</exception>
    public static string Of(ClusterSettings settings, NpgsqlDataSource source)
    {
        if (settings.Id is { } configured)
        {
            return configured;
        }

        try
        {
            using var command = source.CreateCommand("SELECT id FROM cluster");
            return command.ExecuteScalar() as string ?? throw new SchemaException(NotMigrated);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            throw new SchemaException(NotMigrated);
        }
    }

    private const string NotMigrated = "The database holds no cluster yet: run \"stataruns-silo migrate\" with it first.";
}
