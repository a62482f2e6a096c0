using Npgsql;
using StataRuns.Hosts;
using StataRuns.Storage;

namespace StataRuns.Cluster.Tests.Postgres;

/// <summary>A database of a test's own. It goes with its server.</summary>
internal sealed class PostgresDatabase(PostgresServer server, string name) : IAsyncDisposable
{
    private readonly List<NpgsqlDataSource> _others = [];

    public NpgsqlDataSource Source { get; } = NpgsqlDataSource.Create(server.ConnectionString(name));

    public SqlText Sql { get; } = new("postgresql");

    public ClusterSettings Settings { get; } = new() { ConnectionString = server.ConnectionString(name) };

    /// <summary>How a user reaches it.</summary>
    public string ConnectionString(string user = PostgresServer.Owner) => server.ConnectionString(name, user);

    /// <summary>Makes a user with login that has been granted roles, and a source for him.</summary>
    public async Task<NpgsqlDataSource> UserAsync(params string[] roles)
    {
        var user = $"user_{Guid.NewGuid():n}";
        await ExecuteAsync($"CREATE USER {user}");
        foreach (var role in roles)
        {
            await ExecuteAsync($"GRANT {role} TO {user}");
        }

        var source = NpgsqlDataSource.Create(ConnectionString(user));
        _others.Add(source);
        return source;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        command.CommandTimeout = 0; // the test has its own
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        foreach (var other in _others)
        {
            await other.DisposeAsync();
        }
    }
}
