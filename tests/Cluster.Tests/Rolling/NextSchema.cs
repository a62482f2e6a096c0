using StataRuns.Cluster.Tests.Postgres;
using StataRuns.Cluster.Tests.Stage;
using StataRuns.Storage;

namespace StataRuns.Cluster.Tests.Rolling;

/// <summary>The database as the next version's <c>migrate</c> leaves it; as it was again when the test is over.</summary>
internal sealed class NextSchema : IAsyncDisposable
{
    private NextSchema(PostgresDatabase database) => Database = database;

    public PostgresDatabase Database { get; }

    private static int Known { get; } = new SqlText("postgresql").Schema()[^1].Number;

    /// <summary>Number of the script that only the next version knows.</summary>
    public static int Number => Known + 1;

    /// <summary>A script that only adds: the versions before it go on.</summary>
    public static Task<NextSchema> AddingAsync(LiveCluster cluster) => MakeAsync(cluster, compatibleFrom: Known);

    /// <summary>A script that takes something away from the versions before it.</summary>
    public static Task<NextSchema> ChangingAsync(LiveCluster cluster) => MakeAsync(cluster, compatibleFrom: Number);

    /// <summary>Adds a member that this version does not know to a run's stored state.</summary>
    public Task WriteIntoAsync(string runId, string member) => Database.ExecuteAsync($$"""
        UPDATE orleansstorage
        SET payloadbinary = convert_to((convert_from(payloadbinary, 'UTF8')::jsonb || '{{member}}')::text, 'UTF8')
        WHERE grainidextensionstring = '{{runId}}' AND payloadbinary IS NOT NULL
        """);

    /// <summary>A run's stored state, as text.</summary>
    public Task<string> StateAsync(string runId) => Database.ScalarAsync<string>(
        $"SELECT convert_from(payloadbinary, 'UTF8')::jsonb::text FROM orleansstorage WHERE grainidextensionstring = '{runId}'");

    public async ValueTask DisposeAsync()
    {
        await Database.ExecuteAsync($"DELETE FROM schema_version WHERE number = {Number}");
        await Database.DisposeAsync();
    }

    private static async Task<NextSchema> MakeAsync(LiveCluster cluster, int compatibleFrom)
    {
        var database = cluster.OpenDatabase();
        await database.ExecuteAsync($"INSERT INTO schema_version (number, name, compatible_from) VALUES ({Number}, 'next', {compatibleFrom})");
        return new NextSchema(database);
    }
}
