using Microsoft.Data.Sqlite;
using StataRuns.Runs;
using StataRuns.Storage;

namespace StataRuns.Grains.Tests.Storage;

public sealed class StorageSpecs : IDisposable
{
    private readonly Database _database = new();

    public void Dispose() => _database.Dispose();

    [Fact(Timeout = 20_000)]
    public Task A_stale_a_ghost_and_a_second_first_write_change_nothing()
    {
        var run = Database.Run("a");
        Assert.Equal(1, _database.Write(run, null));
        Assert.Equal(2, _database.Write(run with { Owner = "ann" }, 1));

        Assert.Null(_database.Write(run with { Owner = "eve" }, 1));
        Assert.Null(_database.Write(run with { Owner = "eve" }, null));
        Assert.Null(_database.Write(Database.Run("ghost"), 7));
        Assert.Equal(1L, _database.Scalar("SELECT count(*) FROM runs WHERE owner = 'ann'"));
        Assert.Equal(1L, _database.Scalar("SELECT count(*) FROM runs"));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 20_000)]
    public Task The_database_refuses_to_change_a_final_status()
    {
        var run = Database.Run("a", RunStatus.Failed);
        Assert.Equal(1, _database.Write(run, null));

        var refusal = Assert.Throws<SqliteException>(() => _database.Write(run with { Status = RunStatus.Succeeded }, 1));

        Assert.Contains("final", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("failed", _database.Scalar("SELECT status FROM runs"));
        Assert.Equal(2, _database.Write(run with { HandedOverAt = DateTimeOffset.UtcNow }, 1));
        return Task.CompletedTask;
    }

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
    public Task The_database_refuses_a_second_active_run_of_the_same()
    {
        var first = Database.Run("same");
        _database.Write(first, null);

        var refusal = Assert.Throws<SqliteException>(() => _database.Write(Database.Run("same"), null));
        Assert.True(UniqueFingerprint.IsRefusalOf(new InvalidOperationException("outer", refusal)));

        _database.Write(first with { Status = RunStatus.Cancelled, FinishedAt = DateTimeOffset.UtcNow }, 1);
        Assert.Equal(1, _database.Write(Database.Run("same"), null));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 20_000)]
    public async Task A_list_goes_through_all_runs_once_newest_first()
    {
        var start = DateTimeOffset.UtcNow;
        for (var i = 0; i < 25; i++)
        {
            // Five at each moment: the id breaks the tie.
            _database.Write(Database.Run($"f{i}", i % 3 == 0 ? RunStatus.Failed : RunStatus.Succeeded, start.AddMilliseconds(i / 5)), null);
        }

        List<RunSnapshot> seen = [];
        string? cursor = null;
        do
        {
            var page = await _database.Runs.ListAsync(
                new RunFilter { Owner = "ann", Limit = 4, Cursor = cursor }, TestContext.Current.CancellationToken);
            Assert.True(page.Runs.Count <= 4);
            seen.AddRange(page.Runs);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(25, seen.Select(run => run.RunId).Distinct().Count());
        Assert.Equal(seen.OrderByDescending(run => run.SubmittedAt).ThenByDescending(run => run.RunId.Text, StringComparer.Ordinal), seen);

        var failed = await _database.Runs.ListAsync(
            new RunFilter { Owner = "ann", Statuses = [RunStatus.Failed], Limit = 200 }, TestContext.Current.CancellationToken);
        Assert.Equal(9, failed.Runs.Count);
        Assert.Empty((await _database.Runs.ListAsync(new RunFilter { Owner = "eve" }, TestContext.Current.CancellationToken)).Runs);
        await Assert.ThrowsAsync<FormatException>(() => _database.Runs.ListAsync(new RunFilter { Owner = "ann", Cursor = "x" }, TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 20_000)]
    public async Task A_queued_run_knows_its_place()
    {
        var runs = Enumerable.Range(1, 3).Select(seq => Database.Run($"q{seq}", seq: seq)).ToList();
        runs.ForEach(run => _database.Write(run, null));

        var third = await _database.Runs.FindAsync(runs[2].RunId, TestContext.Current.CancellationToken);
        Assert.Equal(3, third!.QueuePosition);

        _database.Write(runs[0] with { Status = RunStatus.Starting }, 1);
        third = await _database.Runs.FindAsync(runs[2].RunId, TestContext.Current.CancellationToken);
        Assert.Equal(2, third!.QueuePosition);
        Assert.Equal(3, await _database.Runs.LastQueueSeqAsync("lab2"));
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
