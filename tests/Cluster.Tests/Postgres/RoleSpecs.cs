using Npgsql;
using StataRuns.Cluster.Tests.Storage;
using StataRuns.Runs;
using StataRuns.Storage;

namespace StataRuns.Cluster.Tests.Postgres;

public sealed class RoleSpecs(SharedPostgres postgres)
{
    private static readonly string[] Changes = ["INSERT INTO {0} DEFAULT VALUES", "INSERT INTO {0} SELECT * FROM {0}", "UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0} CASCADE", "DROP TABLE {0}"];

    [Fact(Timeout = 60_000)]
    public async Task A_gateway_changes_nothing_whatever_it_tries()
    {
        await using var database = await postgres.CreateAsync();
        var gateway = await database.UserAsync(PostgresRoles.Gateway);
        foreach (var (table, column) in await TablesAsync(database))
        {
            foreach (var change in Changes)
            {
                await AssertRefusedAsync(gateway, string.Format(null, change, table, column));
            }
        }

        await AssertRefusedAsync(gateway, "CREATE TABLE other (x integer)");
        await AssertRefusedAsync(gateway, "CREATE FUNCTION membership_insert(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'");
        await AssertRefusedAsync(gateway, "SELECT membership_insert('d', 'a', 1, 1, 's', 'h', 3, 1, now(), now(), 0)");
        await AssertRefusedAsync(gateway, "SELECT payloadbinary FROM OrleansStorage");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_gateway_reads_all_that_it_tells_its_users()
    {
        await using var database = await postgres.CreateAsync();
        var writer = new StateDatabase(database.Source, database.Sql, () => ValueTask.CompletedTask);
        var run = StateDatabase.Run("a", seq: 7) with { CallKey = "call" };
        await writer.WriteAsync(run, null);
        var gateway = await database.UserAsync(PostgresRoles.Gateway);
        var runs = new RunsTable(gateway, database.Sql);

        Assert.Equal(1, (await runs.FindAsync(run.RunId, TestContext.Current.CancellationToken))!.QueuePosition);
        Assert.Single((await runs.ListAsync(new RunFilter { Owner = "ann", Statuses = [RunStatus.Queued] }, TestContext.Current.CancellationToken)).Runs);
        Assert.Equal(run.RunId, await runs.OfCallAsync("ann", "call"));
        Assert.Equal(run.RunId, await runs.ActiveAsync("a"));
        Assert.Equal(32, ClusterIdentity.Of(database.Settings, gateway).Length);
        await using var command = gateway.CreateCommand("SELECT (SELECT count(*) FROM run_output) + (SELECT count(*) FROM hosts) + (SELECT count(*) FROM OrleansMembershipTable)");
        Assert.Equal(0L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_silo_writes_states_and_changes_no_schema()
    {
        await using var database = await postgres.CreateAsync();
        var silo = await database.UserAsync(PostgresRoles.Silo);
        var writer = new StateDatabase(silo, database.Sql, () => ValueTask.CompletedTask);
        var run = StateDatabase.Run("a", RunStatus.Succeeded);

        Assert.Equal(1, await writer.WriteAsync(run, null));
        Assert.Equal(2, await writer.WriteAsync(run with { HandedOverAt = DateTimeOffset.UtcNow }, 1));
        Assert.Equal(3, await writer.ClearAsync("DeleteStorageKey", run.RunId, 2));

        await AssertRefusedAsync(silo, "ALTER TABLE runs ADD COLUMN x integer");
        await AssertRefusedAsync(silo, "DROP TRIGGER runs_final ON runs");
        await AssertRefusedAsync(silo, "UPDATE cluster SET id = 'mine'");
        await AssertRefusedAsync(silo, "UPDATE OrleansQuery SET QueryText = ''");
    }

    private static async Task AssertRefusedAsync(NpgsqlDataSource user, string sql)
    {
#pragma warning disable CA2100 // a test's own text
        await using var command = user.CreateCommand(sql);
#pragma warning restore CA2100
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    private static async Task<List<(string Table, string Column)>> TablesAsync(PostgresDatabase database)
    {
        await using var command = database.Source.CreateCommand(
            "SELECT table_name, min(column_name) FROM information_schema.columns WHERE table_schema = 'public' GROUP BY table_name");
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        List<(string, string)> tables = [];
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            tables.Add((reader.GetString(0), reader.GetString(1)));
        }

        Assert.True(tables.Count >= 9);
        return tables;
    }
}
