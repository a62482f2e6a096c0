using StataRuns.Cluster.Tests.Postgres;

namespace StataRuns.Cluster.Tests.Stage;

/// <summary>The cluster's PostgreSQL, on a machine of its own.</summary>
internal sealed class DatabasePart(PostgresServer server) : IPart
{
    public string Name => "database";

    public Task StartAsync() => server.StartAsync();

    public Task KillAsync() => server.KillAsync();

    /// <summary>Ends it in order, its connections cut.</summary>
    public Task StopAsync() => server.StopAsync();
}
