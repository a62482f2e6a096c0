using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace StataRuns.Storage;

/// <summary>
/// Connections to the embedded database. What a connection must be told (flush at each commit, how long to wait for a
/// lock) has no keyword in a connection string, so it is said whenever one is opened.
/// </summary>
internal sealed class SqliteSource(string path) : DbDataSource
{
    /// <inheritdoc/>
    public override string ConnectionString { get; } = new SqliteConnectionStringBuilder { DataSource = path }.ToString();

    /// <inheritdoc/>
    protected override DbConnection CreateDbConnection() => new Connection(ConnectionString);

    /// <summary>Whoever opens it, by whatever way, gets a connection that has been told.</summary>
    private sealed class Connection(string connectionString) : SqliteConnection(connectionString)
    {
        public override void Open()
        {
            base.Open();
            using var command = CreateCommand();
            // WAL: readers never wait for the writer. FULL: a commit is on the disk when it returns, power cut or not.
            command.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;";
            command.ExecuteNonQuery();
        }
    }
}
