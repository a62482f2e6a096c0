using System.Globalization;
using Npgsql;
using StataRuns.Storage;

[assembly: AssemblyFixture(typeof(StataRuns.Cluster.Tests.Postgres.SharedPostgres))]

namespace StataRuns.Cluster.Tests.Postgres;

/// <summary>
/// One server for all tests that do not take it away from each other, started when the first of them asks, and a database for
/// each of them, copied from one that was migrated once.
/// </summary>
public sealed class SharedPostgres : IAsyncDisposable
{
    private const string Template = "migrated";

    private readonly SemaphoreSlim _gate = new(1);
    private PostgresServer? _server;
    private int _count;

    /// <summary>Makes a database.</summary>
    /// <param name="isMigrated">With the program's schema, or empty.</param>
    internal async Task<PostgresDatabase> CreateAsync(bool isMigrated = true)
    {
        await _gate.WaitAsync();
        try
        {
            _server ??= await StartAsync();
            var name = string.Create(CultureInfo.InvariantCulture, $"test_{++_count}");
            await ExecuteAsync(_server, $"CREATE DATABASE {name} TEMPLATE {(isMigrated ? Template : "template0")}");
            return new PostgresDatabase(_server, name);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _gate.Dispose();
    }

    private static async Task<PostgresServer> StartAsync()
    {
        var server = await PostgresServer.StartNewAsync();
        await ExecuteAsync(server, $"CREATE DATABASE {Template}");
        await using var source = NpgsqlDataSource.Create(server.ConnectionString(Template) + ";Pooling=false");
        new PostgresSchema(source, new SqlText("postgresql")).Prepare();
        return server;
    }

    private static async Task ExecuteAsync(PostgresServer server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString());
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
