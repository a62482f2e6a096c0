using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace StataRuns.Storage;

/// <summary>
/// Connections to the embedded database. What a connection must be told (flush at each commit, how long to wait for a
/// lock) has no keyword in a connection string, so it is said when one is opened: once, since the driver's pool hands the same
/// ones out again, and telling it each time would cost more than the query.
/// </summary>
internal sealed class SqliteSource : DbDataSource, IRowSource
{
    private readonly SqliteReaders _readers;

    /// <param name="path">The database's file.</param>
    public SqliteSource(string path)
    {
        ConnectionString = new SqliteConnectionStringBuilder { DataSource = path }.ToString();
        _readers = new SqliteReaders(OpenReader);
    }

    /// <inheritdoc/>
    public override string ConnectionString { get; }

    /// <summary>Reading, away from the caller's thread.</summary>
    public SqliteReaders Readers => _readers;

    /// <inheritdoc/>
    public Task<List<T>> ReadAsync<T>(
        string text, IReadOnlyDictionary<string, object> parameters, Func<DbDataReader, T> row, CancellationToken cancellation) =>
        _readers.ReadAsync(text, parameters, row, cancellation);

    /// <inheritdoc/>
    protected override DbConnection CreateDbConnection() => new Connection(ConnectionString);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // The last connection that is closed takes the write-ahead log into the database's file.
        _readers.Dispose();
        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    protected override ValueTask DisposeAsyncCore()
    {
        _readers.Dispose();
        return base.DisposeAsyncCore();
    }

    // Not of the pool: it may only read, and whoever is lent one from there may want to write.
    private Connection OpenReader()
    {
        var connection = new Connection(new SqliteConnectionStringBuilder(ConnectionString) { Pooling = false }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Whoever opens it, by whatever way, gets a connection that has been told.</summary>
    private sealed class Connection(string connectionString) : SqliteConnection(connectionString)
    {
        // By SQLite's own connection, which the pool keeps when the driver's object is disposed of.
        private static readonly ConditionalWeakTable<sqlite3, object> Told = [];

        public override void Open()
        {
            base.Open();
            if (Told.TryGetValue(Handle!, out _))
            {
                return;
            }

            using var command = CreateCommand();
            // WAL: readers never wait for the writer. FULL: a commit is on the disk when it returns, power cut or not. After a migration
            // the log is as large as the database; then it is cut.
            command.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA journal_size_limit = 67108864;";
            command.ExecuteNonQuery();
            Told.AddOrUpdate(Handle!, new object());
        }
    }
}
