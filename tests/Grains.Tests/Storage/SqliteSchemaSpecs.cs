using StataRuns.Runs;
using StataRuns.Storage;

namespace StataRuns.Grains.Tests.Storage;

public sealed class SqliteSchemaSpecs : IDisposable
{
    private readonly Database _database = new();

    public void Dispose() => _database.Dispose();

    [Fact(Timeout = 20_000)]
    public async Task A_run_keeps_its_graphs_and_one_that_was_written_before_there_were_any_has_none()
    {
        var drawn = Database.Run("drawn", RunStatus.Succeeded) with { Graphs = [new("Graph", 5120)] };
        var old = Database.Run("old", RunStatus.Succeeded);
        _database.Write(drawn, null);
        _database.Write(old, null);
        _database.Scalar($"UPDATE OrleansStorage SET PayloadBinary = CAST(json_remove(CAST(PayloadBinary AS TEXT), '$.graphs') AS BLOB) WHERE GrainIdExtensionString = '{old.RunId}'");

        Assert.Equal([new RunGraph("Graph", 5120)], (await _database.Runs.FindAsync(drawn.RunId, TestContext.Current.CancellationToken))!.Graphs);
        Assert.Empty((await _database.Runs.FindAsync(old.RunId, TestContext.Current.CancellationToken))!.Graphs);
    }

    [Fact(Timeout = 20_000)]
    public Task A_database_of_a_newer_program_is_left_alone()
    {
        _database.Scalar("PRAGMA user_version = 9999");

        var refusal = Assert.Throws<SchemaException>(() => new SqliteSchema(_database.Source, _database.Sql).BringForward());
        Assert.Contains("9999", refusal.Message, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 20_000)]
    public Task Bringing_the_schema_forward_twice_is_bringing_it_once()
    {
        _database.Write(Database.Run("a"), null);
        new SqliteSchema(_database.Source, _database.Sql).BringForward();

        Assert.Equal(1L, _database.Scalar("SELECT count(*) FROM runs"));
        return Task.CompletedTask;
    }
}
