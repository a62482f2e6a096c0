using Npgsql;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Following;
using StataRuns.McpFrontend.Mcp.Sessions;
using StataRuns.Telemetry;

namespace StataRuns.McpFrontend.Hosts;

/// <summary>What the faces stand on where the service is a gateway of a cluster: it keeps nothing that another gateway would need.</summary>
internal static class GatewayComposition
{
    /// <summary>Adds it.</summary>
    public static void AddGateway(this IHostApplicationBuilder builder, ClusterSettings cluster, string clusterId, NpgsqlDataSource source)
    {
        builder.AddStataRunsClient(clusterId, cluster, source);
        var services = builder.Services;
        services.AddSingleton<ClusterHosts>();
        services.AddSingleton<IHostWatch>(provider => provider.GetRequiredService<ClusterHosts>());
        services.AddHostedService(provider => provider.GetRequiredService<ClusterHosts>());
        services.AddSingleton<IRunGrains, ClusterRunGrains>();
        services.AddSingleton<ISessionStore, SessionGrains>();
        services.AddSingleton<IReadiness, HostReadiness>();

        // It answers questions after its health while it still waits for a silo.
        services.Configure<HostOptions>(options => options.ServicesStartConcurrently = true);
    }
}
