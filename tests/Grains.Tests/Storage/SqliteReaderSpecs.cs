using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace StataRuns.Grains.Tests.Storage;

/// <summary>Reading the embedded database keeps nobody's thread, and can be given up.</summary>
public sealed class SqliteReaderSpecs : IDisposable
{
    // Some minutes of it.
    private const string Endless = "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 1000000000) SELECT count(*) FROM n";

    private readonly Database _database = new();

    public void Dispose() => _database.Dispose();

    [Fact(Timeout = 20_000)]
    public async Task A_query_that_takes_long_keeps_no_caller_and_ends_when_it_is_cancelled()
    {
        using var end = new CancellationTokenSource();

        var reading = ReadAsync(Endless, end.Token);
        Assert.False(reading.IsCompleted);

        // Others are answered meanwhile, on connections of their own.
        Assert.Equal([7L], await ReadAsync("SELECT 7", TestContext.Current.CancellationToken));
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact(Timeout = 20_000)]
    public async Task Given_up_queries_leave_room_for_others()
    {
        for (var i = 0; i < 20; i++)
        {
            using var end = new CancellationTokenSource();
            var reading = ReadAsync(Endless, end.Token);
            await end.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
            Assert.Equal([(long)i], await ReadAsync($"SELECT {i}", TestContext.Current.CancellationToken));
        }
    }

    [Fact(Timeout = 20_000)]
    public async Task A_reader_sees_what_was_written_last_and_writes_nothing()
    {
        Assert.Equal([0L], await ReadAsync("SELECT count(*) FROM runs", TestContext.Current.CancellationToken));
        _database.Write(Database.Run("a"), null);
        Assert.Equal([1L], await ReadAsync("SELECT count(*) FROM runs", TestContext.Current.CancellationToken));

        await Assert.ThrowsAsync<SqliteException>(() => ReadAsync("DELETE FROM runs RETURNING 1", TestContext.Current.CancellationToken));
        Assert.Equal([1L], await ReadAsync("SELECT count(*) FROM runs", TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 20_000)]
    public async Task Every_connection_flushes_at_each_commit_and_waits_for_a_lock()
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("wal", _database.Scalar("PRAGMA journal_mode"));
            Assert.Equal(2L, _database.Scalar("PRAGMA synchronous"));
            Assert.Equal(5000L, _database.Scalar("PRAGMA busy_timeout"));
        }

        using var one = await _database.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        using var other = await _database.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        using var command = other.CreateCommand();
        command.CommandText = "PRAGMA synchronous";
        Assert.Equal(2L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        Assert.Equal([2L], await ReadAsync("PRAGMA synchronous", TestContext.Current.CancellationToken));
    }

    private Task<List<long>> ReadAsync(string text, CancellationToken cancellation) =>
        _database.Source.ReadAsync(text, new Dictionary<string, object>(), (DbDataReader row) => row.GetInt64(0), cancellation);
}
