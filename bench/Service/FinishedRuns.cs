using System.Globalization;
using Microsoft.Data.Sqlite;

namespace StataRuns.Bench.Service;

/// <summary>
/// Puts finished runs into the database of a service that does not run: each a copy of the state of one that was cancelled while it
/// waited, with another id, time, file and end. The database's own triggers list them.
/// </summary>
internal static class FinishedRuns
{
    // Nine of ten are the client's own, one of twenty failed, four hundred files. A grain would look for its state by a hash of its
    // id, too, which these have not: nobody asks for one of them.
    private const string Fill = """
        INSERT INTO OrleansStorage (GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, GrainIdExtensionString, ServiceId, PayloadBinary, ModifiedOn, Version)
        WITH RECURSIVE made (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM made WHERE n < @count),
        template AS MATERIALIZED (SELECT *, CAST(PayloadBinary AS TEXT) AS state FROM OrleansStorage WHERE GrainTypeString = 'run' AND GrainIdExtensionString = @template)
        SELECT n, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, printf('00%024d', n) || substr(@template, 27), ServiceId,
               CAST(json_set(state,
                   '$.run_id', printf('00%024d', n) || substr(@template, 27),
                   '$.owner', CASE WHEN n % 10 = 0 THEN 'somebody else' ELSE state ->> '$.owner' END,
                   '$.status', CASE WHEN n % 20 = 3 THEN 'failed' ELSE 'succeeded' END,
                   '$.return_code', CASE WHEN n % 20 = 3 THEN 111 ELSE 0 END,
                   '$.file_path', '/p/' || (n % 400) || '.do',
                   '$.fingerprint', printf('%064d', n),
                   '$.call_key', 'filled ' || n,
                   '$.queue_seq', 0,
                   '$.attempt', 1,
                   '$.last_line', 'end of do-file, as a line of some length may be',
                   '$.submitted_at', 1700000000000 + n * 1000,
                   '$.started_at', 1700000001000 + n * 1000,
                   '$.finished_at', 1700000060000 + n * 1000,
                   '$.handed_over_at', 1700000061000 + n * 1000) AS BLOB),
               ModifiedOn, 1
        FROM made CROSS JOIN template
        """;

    /// <summary>Adds them.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="template">The run that was cancelled.</param>
    /// <param name="count">How many.</param>
    /// <returns>The database's size in bytes, then.</returns>
    public static long Add(string data, Run template, int count)
    {
        var path = Path.Combine(data, "stataruns.db");
        using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString()))
        {
            connection.Open();
            Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000");

            // Each index is made at once afterwards, which takes half of the time.
            var indices = Indices(connection);
            Execute(connection, string.Concat(indices.Select(index => $"DROP INDEX {index.Name};")));
            Execute(connection, Fill, ("@count", count), ("@template", template.Id));
            Execute(connection, string.Concat(indices.Select(index => $"{index.Definition};")));
            Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        }

        return new FileInfo(path).Length;
    }

    private static List<(string Name, string Definition)> Indices(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'runs' AND sql IS NOT NULL";
        using var reader = command.ExecuteReader();
        List<(string, string)> found = [];
        while (reader.Read())
        {
            found.Add((reader.GetString(0), reader.GetString(1)));
        }

        return found;
    }

    private static void Execute(SqliteConnection connection, string text, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the benchmark's own text, and the database's own definitions
        command.CommandText = text;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }
}
