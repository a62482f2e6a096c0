using Npgsql;
using StataRuns.Hosts;
using StataRuns.Storage;

namespace StataRuns.Cluster.Tests.Postgres;

public sealed class MigrationSpecs(SharedPostgres postgres)
{
    private static int Newest => new SqlText("postgresql").Schema()[^1].Number;

    [Fact(Timeout = 60_000)]
    public async Task Migrations_that_start_at_once_make_one_cluster()
    {
        await using var database = await postgres.CreateAsync(isMigrated: false);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Schema(database.Source).Prepare(), TestContext.Current.CancellationToken)));

        Assert.Equal(1L, await database.ScalarAsync<long>("SELECT count(*) FROM cluster WHERE id ~ '^[0-9a-f]{32}$'"));
        Assert.Equal(Newest, await database.ScalarAsync<long>("SELECT count(*) FROM schema_version"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_second_migration_changes_nothing_and_keeps_the_id()
    {
        await using var database = await postgres.CreateAsync(isMigrated: false);
        Assert.Equal(Newest, Schema(database.Source).BringForward().Count);
        Assert.True(Schema(database.Source).SetUp().IsNewId);
        var id = ClusterIdentity.Of(database.Settings, database.Source);

        Assert.Empty(Schema(database.Source).BringForward());
        Assert.False(Schema(database.Source).SetUp().IsNewId);
        Assert.Equal(id, ClusterIdentity.Of(database.Settings, database.Source));
        Assert.Equal("configured", ClusterIdentity.Of(database.Settings with { Id = "configured" }, database.Source));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_migration_that_broke_off_before_the_id_is_finished_by_the_next_silo()
    {
        await using var database = await postgres.CreateAsync(isMigrated: false);
        Schema(database.Source).BringForward();
        Assert.Throws<SchemaException>(() => ClusterIdentity.Of(database.Settings, database.Source));

        Schema(database.Source).Prepare();

        Assert.Equal(32, ClusterIdentity.Of(database.Settings, database.Source).Length);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_older_program_goes_on_with_a_newer_database_that_says_it_may()
    {
        await using var database = await postgres.CreateAsync();
        await database.ExecuteAsync($"INSERT INTO schema_version (number, name, compatible_from) VALUES ({Newest + 1}, 'added', {Newest})");

        Schema(database.Source).Prepare();

        // One that takes something away ends that, whatever came behind it.
        await database.ExecuteAsync($"INSERT INTO schema_version (number, name, compatible_from) VALUES ({Newest + 2}, 'changed', {Newest + 2}), ({Newest + 3}, 'added', {Newest})");
        var refusal = Assert.Throws<SchemaException>(() => Schema(database.Source).Prepare());
        Assert.Contains($"schema {Newest + 3}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_silo_that_may_not_migrate_says_what_to_do()
    {
        await using var database = await postgres.CreateAsync(isMigrated: false);
        await database.ExecuteAsync("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        var stranger = await database.UserAsync();

        var refusal = Assert.Throws<SchemaException>(() => Schema(stranger).Prepare());

        Assert.Contains("stataruns-silo migrate", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));

        Schema(database.Source).Prepare();
        Schema(await database.UserAsync(PostgresRoles.Silo)).Prepare();
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_may_not_make_roles_is_told_which_and_makes_the_rest()
    {
        await using var server = await PostgresServer.StartNewAsync();
        await using (var owner = NpgsqlDataSource.Create(server.ConnectionString()))
        {
            await using var making = owner.CreateCommand("CREATE USER modest");
            await making.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await using var giving = owner.CreateCommand("CREATE DATABASE modest OWNER modest");
            await giving.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await using var modest = NpgsqlDataSource.Create(server.ConnectionString("modest", "modest"));
        Schema(modest).BringForward();

        var setup = Schema(modest).SetUp();

        Assert.True(setup.IsNewId);
        Assert.Equal([PostgresRoles.Silo, PostgresRoles.Gateway], setup.MissingRoles);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_database_that_is_not_there_is_told_with_its_address()
    {
        var settings = new ClusterSettings { ConnectionString = "Host=127.0.0.1;Port=1;Username=x;Database=y" };
        await using var source = PostgresSource.Create(settings);

        var failure = Assert.ThrowsAny<NpgsqlException>(() => Schema(source).Prepare());

        Assert.StartsWith("The database does not answer (127.0.0.1:1): ", DiskTrouble.Of(new InvalidOperationException("outer", failure)), StringComparison.Ordinal);
    }

    [Fact(Timeout = 20_000)]
    public void A_connection_string_keeps_what_it_says()
    {
        var complete = PostgresSource.Complete("Host=db;Timeout=60;ApplicationName=mine;MaxPoolSize=3");

        Assert.Equal((60, "mine", 3, 10), (complete.Timeout, complete.ApplicationName, complete.MaxPoolSize, complete.CommandTimeout));
    }

    private static PostgresSchema Schema(NpgsqlDataSource source) => new(source, new SqlText("postgresql"));
}
