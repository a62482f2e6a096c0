using System.Data.Common;
using StataRuns.Cluster.Tests.Postgres;
using StataRuns.Runs;
using StataRuns.Storage;

namespace StataRuns.Cluster.Tests.Storage;

/// <summary>What a database promises of runs, whichever it is.</summary>
public abstract class StorageSpecs : IAsyncLifetime
{
    private StateDatabase _database = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await MakeAsync();

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected abstract Task<StateDatabase> MakeAsync();

    [Fact(Timeout = 20_000)]
    public async Task A_stale_a_ghost_and_a_second_first_write_change_nothing()
    {
        var run = StateDatabase.Run("a");
        Assert.Equal(1, await _database.WriteAsync(run, null));
        Assert.Equal(2, await _database.WriteAsync(run with { LastLine = "new" }, 1));

        Assert.Null(await _database.WriteAsync(run with { LastLine = "stale" }, 1));
        Assert.Null(await _database.WriteAsync(run with { LastLine = "stale" }, null));
        Assert.Null(await _database.WriteAsync(StateDatabase.Run("ghost"), 7));
        Assert.Equal("new", (await _database.Runs.FindAsync(run.RunId, Cancellation))!.LastLine);
        Assert.Equal(1L, await _database.ScalarAsync("SELECT count(*) FROM runs"));
    }

    [Fact(Timeout = 20_000)]
    public async Task Of_two_writes_at_once_that_read_the_same_state_one_is_done()
    {
        var run = StateDatabase.Run("a");
        await _database.WriteAsync(run, null);

        var written = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => _database.WriteAsync(run with { LastLine = $"line {i}" }, 1))));

        Assert.Equal(2, Assert.Single(written, version => version is not null));
    }

    [Fact(Timeout = 20_000)]
    public async Task The_database_refuses_to_change_a_final_status()
    {
        var run = StateDatabase.Run("a", RunStatus.Failed);
        Assert.Equal(1, await _database.WriteAsync(run, null));

        var refusal = await Assert.ThrowsAnyAsync<DbException>(() => _database.WriteAsync(run with { Status = RunStatus.Succeeded }, 1));

        Assert.Contains("final", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("failed", await _database.ScalarAsync("SELECT status FROM runs"));
        Assert.Equal(2, await _database.WriteAsync(run with { HandedOverAt = DateTimeOffset.UtcNow }, 1));
    }

    [Fact(Timeout = 20_000)]
    public async Task The_database_refuses_a_second_active_run_of_the_same()
    {
        var first = StateDatabase.Run("same");
        await _database.WriteAsync(first, null);

        var refusal = await Assert.ThrowsAnyAsync<DbException>(() => _database.WriteAsync(StateDatabase.Run("same"), null));
        Assert.True(UniqueFingerprint.IsRefusalOf(new InvalidOperationException("outer", refusal)));
        Assert.False(UniqueFingerprint.IsRefusalOf(
            await Assert.ThrowsAnyAsync<DbException>(() => _database.WriteAsync(StateDatabase.Run("other") with { RunId = first.RunId, Owner = null! }, 1))));
        Assert.Equal(first.RunId, await _database.Runs.ActiveAsync("same"));

        await _database.WriteAsync(first with { Status = RunStatus.Cancelled, FinishedAt = DateTimeOffset.UtcNow }, 1);
        Assert.Equal(1, await _database.WriteAsync(StateDatabase.Run("same"), null));
    }

    [Theory(Timeout = 20_000)]
    [InlineData("ClearStorageKey")]
    [InlineData("DeleteStorageKey")]
    public async Task A_state_that_is_cleared_takes_its_run_out_of_the_list(string way)
    {
        var run = StateDatabase.Run("a", RunStatus.Succeeded);
        await _database.WriteAsync(run, null);

        Assert.Null(await _database.ClearAsync(way, run.RunId, 7));
        Assert.NotNull(await _database.Runs.FindAsync(run.RunId, Cancellation));

        Assert.Equal(2, await _database.ClearAsync(way, run.RunId, 1));
        Assert.Null(await _database.Runs.FindAsync(run.RunId, Cancellation));
        Assert.Equal(0L, await _database.ScalarAsync("SELECT count(*) FROM runs"));
    }

    [Fact(Timeout = 20_000)]
    public async Task Whatever_characters_a_log_holds_its_run_can_be_written()
    {
        var run = StateDatabase.Run("a") with { LastLine = "zero \0 half \ud800 quote \" back \\u0000 é 漢", FilePath = "/p/it's.do" };
        await _database.WriteAsync(run, null);

        var read = (await _database.Runs.FindAsync(run.RunId, Cancellation))!;
        Assert.Equal("zero \ufffd half \ufffd quote \" back \\u0000 é 漢", read.LastLine);
        Assert.Equal("/p/it's.do", read.FilePath);
    }

    [Fact(Timeout = 20_000)]
    public async Task A_call_finds_the_run_that_it_made()
    {
        var first = StateDatabase.Run("a", RunStatus.Failed) with { CallKey = "call-1" };
        await _database.WriteAsync(first, null);
        await _database.WriteAsync(StateDatabase.Run("b"), null);

        Assert.Equal(first.RunId, await _database.Runs.OfCallAsync("ann", "call-1"));
        Assert.Null(await _database.Runs.OfCallAsync("eve", "call-1"));
        Assert.Null(await _database.Runs.OfCallAsync("ann", "call-2"));

        // The call makes no second one, were its first over.
        var refusal = await Assert.ThrowsAnyAsync<DbException>(() => _database.WriteAsync(StateDatabase.Run("c") with { CallKey = "call-1" }, null));
        Assert.True(UniqueFingerprint.IsRefusalOf(refusal));

        await _database.WriteAsync(first with { DeletedAt = DateTimeOffset.UtcNow }, 1);
        Assert.Null(await _database.Runs.OfCallAsync("ann", "call-1"));
    }

    [Fact(Timeout = 20_000)]
    public async Task A_queued_run_knows_its_place()
    {
        var runs = Enumerable.Range(1, 3).Select(seq => StateDatabase.Run($"q{seq}", seq: seq)).ToList();
        foreach (var run in runs)
        {
            await _database.WriteAsync(run, null);
        }

        Assert.Equal(3, (await _database.Runs.FindAsync(runs[2].RunId, Cancellation))!.QueuePosition);

        await _database.WriteAsync(runs[0] with { Status = RunStatus.Starting, Attempt = 1 }, 1);
        Assert.Equal(2, (await _database.Runs.FindAsync(runs[2].RunId, Cancellation))!.QueuePosition);
        Assert.Equal(3, await _database.Runs.LastQueueSeqAsync("lab2"));
        Assert.Equal(0, await _database.Runs.LastQueueSeqAsync("lab3"));
        Assert.Equal(
            [(runs[0].RunId, RunStatus.Starting, 1L, 1), (runs[1].RunId, RunStatus.Queued, 2L, 0), (runs[2].RunId, RunStatus.Queued, 3L, 0)],
            (await _database.Runs.OnHostAsync("lab2")).Select(row => (row.RunId, row.Status, row.QueueSeq, row.Attempt)));
    }

    [Fact(Timeout = 20_000)]
    public async Task What_is_due_is_what_ended_before_and_nobody_keeps_and_deletions_that_were_begun()
    {
        var start = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);
        var runs = Enumerable.Range(0, 5).Select(day => StateDatabase.Run($"d{day}", RunStatus.Succeeded, start.AddDays(day))).ToList();
        runs[1] = runs[1] with { KeptAt = start };
        runs[4] = runs[4] with { DeletedAt = start.AddDays(9) };
        foreach (var run in runs)
        {
            await _database.WriteAsync(run, null);
        }

        Assert.Equal([runs[0].RunId, runs[2].RunId, runs[4].RunId], await _database.Runs.DueAsync("lab2", start.AddDays(2), 10));
        Assert.Equal([runs[0].RunId, runs[2].RunId], await _database.Runs.DueAsync("lab2", start.AddDays(2), 2));
        Assert.Equal([runs[4].RunId], await _database.Runs.DueAsync("lab2", null, 10));
        Assert.Empty(await _database.Runs.DueAsync("lab3", start.AddDays(9), 10));
        Assert.Equal(start, await _database.Runs.OldestEndAsync("lab2"));
        Assert.Null(await _database.Runs.OldestEndAsync("lab3"));
        Assert.Null(await _database.Runs.FindAsync(runs[4].RunId, Cancellation));
    }

    [Fact(Timeout = 20_000)]
    public async Task The_newest_finished_run_is_found_by_what_it_was_delivered_or_not()
    {
        var end = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);
        var run = StateDatabase.Run("same", RunStatus.Failed, end);
        await _database.WriteAsync(run, null);

        Assert.Equal(run.RunId, await _database.Runs.NewestEndedAsync("same", end));
        Assert.Null(await _database.Runs.NewestEndedAsync("same", end.AddMilliseconds(1)));
        await _database.WriteAsync(run with { HandedOverAt = end }, 1);
        Assert.Equal(run.RunId, await _database.Runs.NewestEndedAsync("same", end));
        var next = StateDatabase.Run("same", RunStatus.Failed, end.AddMinutes(1));
        await _database.WriteAsync(next, null);
        Assert.Equal(next.RunId, await _database.Runs.NewestEndedAsync("same", end));
    }

    [Fact(Timeout = 20_000)]
    public async Task Of_the_texts_that_were_handed_in_those_are_in_use_that_a_run_refers_to()
    {
        foreach (var path in new[] { "/d/standard-input/a.do", "/d/standard-input/b.do", "/d/standard-input/a.do", "/D/standard-input/c.do" })
        {
            await _database.WriteAsync(StateDatabase.Run(Guid.NewGuid().ToString()) with { FilePath = path }, null);
        }

        Assert.Equal(
            ["/d/standard-input/a.do", "/d/standard-input/b.do"],
            (await _database.Runs.FilesInUseAsync(["/d/standard-input/b.do", "/d/standard-input/a.do", "/d/standard-input/c.do"])).Order(StringComparer.Ordinal));
    }
}

public sealed class SqliteStorageSpecs : StorageSpecs
{
    private protected override Task<StateDatabase> MakeAsync() => Task.FromResult(StateDatabase.Sqlite());
}

public sealed class PostgresStorageSpecs(SharedPostgres postgres) : StorageSpecs
{
    private protected override Task<StateDatabase> MakeAsync() => StateDatabase.PostgresAsync(postgres);
}
