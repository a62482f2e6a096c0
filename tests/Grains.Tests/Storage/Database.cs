using System.Text.Json;
using StataRuns.Runs;
using StataRuns.Storage;

namespace StataRuns.Grains.Tests.Storage;

/// <summary>A database as the service makes it, written with the provider's own queries.</summary>
internal sealed class Database : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public Database(bool isMigrated = true)
    {
        Source = new SqliteSource(_folder["test.db"]);
        if (isMigrated)
        {
            new SqliteSchema(Source, Sql).BringForward();
        }
    }

    public SqliteSource Source { get; }

    public SqlText Sql { get; } = new("sqlite");

    public RunsTable Runs => new(Source, Sql);

    public static RunState Run(string fingerprint, RunStatus status = RunStatus.Queued, DateTimeOffset? at = null, long seq = 1) => new()
    {
        RunId = RunId.New("lab2", at ?? DateTimeOffset.UtcNow),
        Host = "lab2",
        Owner = "ann",
        Status = status,
        Fingerprint = fingerprint,
        FilePath = "/p/main.do",
        QueueSeq = seq,
        SubmittedAt = at ?? DateTimeOffset.UtcNow,
        FinishedAt = status.IsFinal() ? at ?? DateTimeOffset.UtcNow : null,
    };

    /// <summary>Writes a state as the provider does.</summary>
    /// <returns>The new version; null for a conflict.</returns>
    public long? Write(RunState state, long? version)
    {
        using var connection = Source.OpenConnection();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the query is the product's own
        command.CommandText = Query("WriteToStorageKey");
#pragma warning restore CA2100
        foreach (var (name, value) in new (string, object)[]
        {
            ("GrainIdHash", 1), ("GrainIdN0", 0L), ("GrainIdN1", 0L), ("GrainTypeHash", 2), ("GrainTypeString", "run"),
            ("GrainIdExtensionString", state.RunId.Text), ("ServiceId", "stataruns"),
            ("PayloadBinary", JsonSerializer.SerializeToUtf8Bytes(state, JsonState.Options)),
            ("GrainStateVersion", (object?)version ?? DBNull.Value),
        })
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@" + name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        return (long?)command.ExecuteScalar();
    }

    public object? Scalar(string sql)
    {
        using var connection = Source.OpenConnection();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // a test's own text
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    /// <summary>Executes statements, however long they take.</summary>
    public void Execute(string sql)
    {
        using var connection = Source.OpenConnection();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // a test's own text
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public List<object[]> Rows(string sql)
    {
        using var connection = Source.OpenConnection();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // a test's own text
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        List<object[]> rows = [];
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    public void Dispose()
    {
        Source.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private string Query(string key) => (string)Scalar($"SELECT QueryText FROM OrleansQuery WHERE QueryKey = '{key}'")!;
}
