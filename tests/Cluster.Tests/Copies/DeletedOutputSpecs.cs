using StataRuns.Cluster.Tests.Postgres;
using StataRuns.Output.Copies;

namespace StataRuns.Cluster.Tests.Copies;

/// <summary>The copy of a deleted run's output goes in pieces that are small enough, however much it is.</summary>
public sealed class DeletedOutputSpecs(SharedPostgres postgres)
{
    private const int Chunks = 2000;

    // Each statement that deletes chunks, and how many.
    private const string Noting = """
        CREATE TABLE pieces (chunks bigint);
        CREATE FUNCTION note_piece() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO pieces SELECT count(*) FROM gone HAVING count(*) > 0;
            RETURN NULL;
        END $$;
        CREATE TRIGGER noted AFTER DELETE ON run_output REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION note_piece();
        """;

    [Fact(Timeout = 60_000)]
    public async Task A_very_large_log_is_deleted_piece_by_piece_and_what_broke_off_goes_on()
    {
        await using var database = await postgres.CreateAsync();
        await using var host = new CopyingHost(database.ConnectionString());
        var run = await CopiedAsync(host, database);
        var other = await CopiedAsync(host, database);
        await database.ExecuteAsync(Noting);
        await host.MarkDeletedAsync(run);

        // One that broke off after its first piece has deleted that one.
        Assert.True(await host.Table.DeletePieceAsync(run.Id, TestContext.Current.CancellationToken));
        Assert.Equal(Chunks - CopyTable.DeletedAtATime, await CountAsync(database, run));

        await host.Copier.DeleteAsync(run.Id);

        Assert.Equal(0, await CountAsync(database, run));
        Assert.Equal(Chunks, await CountAsync(database, other));
        Assert.Equal(Chunks, await database.ScalarAsync<long>("SELECT sum(chunks)::bigint FROM pieces"));
        Assert.Equal(CopyTable.DeletedAtATime, await database.ScalarAsync<long>("SELECT max(chunks) FROM pieces"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Nothing_more_is_copied_of_a_run_whose_deletion_was_begun()
    {
        await using var database = await postgres.CreateAsync();
        await using var host = new CopyingHost(database.ConnectionString());
        await host.StartAsync();
        var run = await host.RunAsync();
        await run.WriteLogAsync(new byte[100]);
        await host.EndAsync(run);
        await host.MarkDeletedAsync(run);

        await Assert.ThrowsAsync<RunGoneException>(() => host.Table.BeginAsync(run.Id, CopiedSource.Log, TestContext.Current.CancellationToken));
        Assert.Equal(0, await CountAsync(database, run));
    }

    /// <summary>A run that ended, with many chunks.</summary>
    private static async Task<WrittenRun> CopiedAsync(CopyingHost host, PostgresDatabase database)
    {
        var run = await host.RunAsync();
        await host.EndAsync(run);
        await database.ExecuteAsync($"INSERT INTO run_output SELECT '{run.Id}', 'log', n, 'x' FROM generate_series(0, {Chunks - 1}) AS n");
        return run;
    }

    private static async Task<long> CountAsync(PostgresDatabase database, WrittenRun run) =>
        await database.ScalarAsync<long>($"SELECT count(*) FROM run_output WHERE run_id = '{run.Id}'");
}
