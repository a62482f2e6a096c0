using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace StataRuns.Storage;

/// <summary>
/// A connection that only reads, with the statements that it has prepared: preparing the query of a list costs more than running it.
/// One caller at a time.
/// </summary>
internal sealed class SqliteReader : IDisposable
{
    // There are fewer different texts than this: a list has one for each set of filters.
    private const int MostCommands = 64;

    private const int Interrupted = 9; // SQLITE_INTERRUPT

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = [];

    /// <param name="connection">Opened by the caller; disposed of with this.</param>
    public SqliteReader(SqliteConnection connection)
    {
        _connection = connection;
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA query_only = ON";
        command.ExecuteNonQuery();
    }

    /// <summary>Reads all rows, on the caller's thread.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before or meanwhile.</exception>
    public List<T> Read<T>(string text, IReadOnlyDictionary<string, object> parameters, Func<DbDataReader, T> row, CancellationToken cancellation)
    {
        // Interrupting ends the statement that is at work, and means nothing to later ones. Disposing of the registration waits for a
        // call that is just being made, so that it never meets the next caller's statement.
        using var interrupting = cancellation.Register(() => raw.sqlite3_interrupt(_connection.Handle));
        cancellation.ThrowIfCancellationRequested();
        try
        {
            var command = Command(text);
            command.Parameters.Clear();
            foreach (var (name, value) in parameters)
            {
                command.Parameters.AddWithValue("@" + name, value);
            }

            using var reader = command.ExecuteReader();
            List<T> rows = [];
            while (reader.Read())
            {
                rows.Add(row(reader));
            }

            return rows;
        }
        catch (SqliteException e) when (e.SqliteErrorCode == Interrupted && cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellation);
        }
    }

    public void Dispose()
    {
        Forget();
        _connection.Dispose();
    }

    private SqliteCommand Command(string text)
    {
        if (_commands.TryGetValue(text, out var known))
        {
            return known;
        }

        if (_commands.Count == MostCommands)
        {
            Forget();
        }

        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // the text is built into this assembly; values are parameters
        command.CommandText = text;
#pragma warning restore CA2100
        return _commands[text] = command;
    }

    private void Forget()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        _commands.Clear();
    }
}
