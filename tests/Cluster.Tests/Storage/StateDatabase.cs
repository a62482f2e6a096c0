using System.Data.Common;
using System.Text.Json;
using StataRuns.Cluster.Tests.Postgres;
using StataRuns.Runs;
using StataRuns.Storage;

namespace StataRuns.Cluster.Tests.Storage;

/// <summary>A database of either kind, written with the storage provider's own queries.</summary>
internal sealed class StateDatabase(DbDataSource source, SqlText sql, Func<ValueTask> end) : IAsyncDisposable
{
    public DbDataSource Source => source;

    public RunsTable Runs { get; } = new(source, sql);

    public static StateDatabase Sqlite()
    {
        var folder = Directory.CreateTempSubdirectory("stataruns-test-");
        var source = new SqliteSource(Path.Combine(folder.FullName, "test.db"));
        var sql = new SqlText("sqlite");
        new SqliteSchema(source, sql).BringForward();
        return new StateDatabase(source, sql, () =>
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
            return ValueTask.CompletedTask;
        });
    }

    public static async Task<StateDatabase> PostgresAsync(SharedPostgres postgres)
    {
        var database = await postgres.CreateAsync();
        return new StateDatabase(database.Source, database.Sql, database.DisposeAsync);
    }

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
    public async Task<int?> WriteAsync(RunState state, int? version) =>
        await CallAsync("WriteToStorageKey", state.RunId, version, JsonSerializer.SerializeToUtf8Bytes(state, JsonState.Options));

    /// <summary>Clears a state as the provider does.</summary>
    /// <param name="query">Which of the provider's two ways.</param>
    /// <param name="id">Whose state.</param>
    /// <param name="version">The version that was read.</param>
    public async Task<int?> ClearAsync(string query, RunId id, int version) => await CallAsync(query, id, version, null);

    public async Task<object?> ScalarAsync(string text)
    {
        await using var command = source.CreateCommand(text);
        return await command.ExecuteScalarAsync();
    }

    public ValueTask DisposeAsync() => end();

    private async Task<int?> CallAsync(string query, RunId id, int? version, byte[]? payload)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the query is the product's own
        command.CommandText = (string)(await ScalarAsync($"SELECT QueryText FROM OrleansQuery WHERE QueryKey = '{query}'"))!;
#pragma warning restore CA2100
        foreach (var (name, value) in new (string, object)[]
        {
            ("GrainIdHash", 1), ("GrainIdN0", 0L), ("GrainIdN1", 0L), ("GrainTypeHash", 2), ("GrainTypeString", "run"),
            ("GrainIdExtensionString", id.Text), ("ServiceId", "stataruns"), ("GrainStateVersion", (object?)version ?? DBNull.Value),
        })
        {
            Add(name, value);
        }

        if (payload is not null)
        {
            Add("PayloadBinary", payload);
        }

        return await command.ExecuteScalarAsync() is { } written ? Convert.ToInt32(written, null) : null;

        void Add(string name, object value)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@" + name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }
    }
}
