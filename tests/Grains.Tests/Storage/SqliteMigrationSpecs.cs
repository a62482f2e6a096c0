using System.Globalization;
using StataRuns.Runs;
using StataRuns.Storage;

namespace StataRuns.Grains.Tests.Storage;

/// <summary>Databases of older programs come forward with the runs that they have.</summary>
public sealed class SqliteMigrationSpecs
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeMilliseconds(ManyRuns.Start);

    private static readonly SqlText Sql = new("sqlite");

    public static TheoryData<int> Older => [.. Enumerable.Range(2, Sql.Schema()[^1].Number - 2)];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Older))]
    public async Task The_runs_of_an_older_database_are_there_with_all_that_was_said_of_them(int version)
    {
        using var database = Old(version);
        var ended = Database.Run("ended", RunStatus.Failed, Start) with { LastLine = "r(111);", CallKey = "call-1", Attempt = 1, Owner = "ann" };
        var kept = Database.Run("kept", RunStatus.Succeeded, Start.AddDays(1)) with { KeptAt = Start.AddDays(2) };
        var deleted = Database.Run("deleted", RunStatus.Lost, Start.AddDays(1)) with { DeletedAt = Start.AddDays(2) };
        var heard = Database.Run("heard", RunStatus.TimedOut, Start) with { HandedOverAt = Start };
        var running = Database.Run("running", RunStatus.Running, Start.AddDays(3), seq: 7) with { Attempt = 2 };
        var waiting = Database.Run("waiting", at: Start.AddDays(4), seq: 8);
        foreach (var run in new[] { ended, kept, deleted, heard, running, waiting })
        {
            Assert.Equal(1L, database.Write(run, null));
        }

        new SqliteSchema(database.Source, Sql).BringForward();

        var cancellation = TestContext.Current.CancellationToken;
        var listed = (await database.Runs.ListAsync(new RunFilter { Owner = "ann" }, cancellation)).Runs;
        Assert.Equal([waiting.RunId, running.RunId, kept.RunId], listed.Take(3).Select(run => run.RunId));
        Assert.Equal(5, listed.Count);
        Assert.Equal("r(111);", (await database.Runs.FindAsync(ended.RunId, cancellation))!.LastLine);
        Assert.Equal(1, (await database.Runs.FindAsync(waiting.RunId, cancellation))!.QueuePosition);
        Assert.Null(await database.Runs.FindAsync(deleted.RunId, cancellation));
        Assert.Equal(ended.RunId, await database.Runs.OfCallAsync("ann", "call-1"));
        Assert.Equal(ended.RunId, await database.Runs.NewestEndedAsync("ended", Start));
        Assert.Equal(heard.RunId, await database.Runs.NewestEndedAsync("heard", Start));
        Assert.Equal(running.RunId, await database.Runs.ActiveAsync("running"));
        Assert.Equal([(running.RunId, 7L, 2), (waiting.RunId, 8L, 0)], (await database.Runs.OnHostAsync("lab2")).Select(row => (row.RunId, row.QueueSeq, row.Attempt)));
        Assert.Equal(8, await database.Runs.LastQueueSeqAsync("lab2"));
        Assert.Equal([deleted.RunId], await database.Runs.DueAsync("lab2", null, 10));
        Assert.Equal([ended.RunId, heard.RunId, deleted.RunId], (await database.Runs.DueAsync("lab2", Start.AddDays(9), 10)).Order(ById(ended, heard, deleted)));

        // What is written from now on is found like what was there.
        Assert.Equal(2L, database.Write(running with { Status = RunStatus.Succeeded, FinishedAt = Start.AddDays(5), Fingerprint = "changed" }, 1));
        Assert.Null(await database.Runs.ActiveAsync("running"));
        Assert.Equal(running.RunId, await database.Runs.NewestEndedAsync("changed", Start));
        Assert.ThrowsAny<System.Data.Common.DbException>(() => database.Write(ended with { Status = RunStatus.Succeeded }, 1));
    }

    [Fact(Timeout = 20_000)]
    public async Task A_table_that_had_not_followed_a_fingerprint_is_put_right()
    {
        using var database = Old(4);
        var run = Database.Run("first");
        database.Write(run, null);
        database.Write(run with { Fingerprint = "second" }, 1);
        Assert.Equal("first", database.Scalar("SELECT fingerprint FROM runs"));

        new SqliteSchema(database.Source, Sql).BringForward();

        Assert.Equal(run.RunId, await database.Runs.ActiveAsync("second"));
        Assert.Null(await database.Runs.ActiveAsync("first"));
    }

    [Fact(Timeout = 20_000)]
    public Task A_write_that_says_how_far_a_run_is_leaves_the_table_alone()
    {
        using var database = new Database();
        var run = Database.Run("a", RunStatus.Running) with { Attempt = 1 };
        database.Write(run, null);
        database.Execute("CREATE TRIGGER noticed BEFORE UPDATE ON runs BEGIN SELECT RAISE(ABORT, 'the table was written'); END");

        Assert.Equal(2L, database.Write(run with { LastLine = "further", Epoch = 2 }, 1));
        Assert.Equal("further", database.Scalar("SELECT CAST(PayloadBinary AS TEXT) ->> '$.last_line' FROM OrleansStorage"));
        Assert.ThrowsAny<System.Data.Common.DbException>(() => database.Write(run with { Status = RunStatus.Failed, FinishedAt = Start }, 2));
        return Task.CompletedTask;
    }

    private static Comparer<RunId> ById(params RunState[] order) =>
        Comparer<RunId>.Create((one, other) => Array.FindIndex(order, run => run.RunId == one).CompareTo(Array.FindIndex(order, run => run.RunId == other)));

    /// <summary>A database that has seen the first scripts only.</summary>
    private static Database Old(int version)
    {
        var database = new Database(isMigrated: false);
        foreach (var script in Sql.Schema().Where(script => script.Number <= version))
        {
            database.Execute(script.Text);
        }

        database.Execute($"PRAGMA user_version = {version.ToString(CultureInfo.InvariantCulture)}");
        return database;
    }
}
