using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Configuration;
using Orleans.Serialization;
using StataRuns.Clients;
using StataRuns.Hosts.Placement;
using StataRuns.Hosts.Transport;
using StataRuns.Output.Copies;
using StataRuns.Storage;
using StataRuns.Telemetry;

namespace StataRuns.Hosts;

/// <summary>Puts the parts of a cluster together: a silo, and a gateway's way to the silos.</summary>
internal static class ClusterComposition
{
    private const string ServiceId = "stataruns";

    // Gateways tell within two seconds that a host is silent. Membership decides more: grains move, and a silo that lives is
    // told that it is dead. So it takes its time, and a machine that is busy for a moment keeps its silo.
    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(1.5);
    private const int MissedProbes = 3;
    private static readonly TimeSpan TableRefresh = TimeSpan.FromSeconds(5);

    // A silo that was started anew is found as soon as it listens.
    private static readonly TimeSpan BetweenConnections = TimeSpan.FromMilliseconds(250);

    /// <summary>Adds a silo: a host of the cluster. Its database was brought forward, and its name is registered.</summary>
    public static IHostApplicationBuilder AddStataRunsSilo(
        this IHostApplicationBuilder builder, HostSettings settings, ClusterSettings cluster, string clusterId, NpgsqlDataSource source)
    {
        PrivateFolder.Make(settings.RunsFolder);
        builder.Services
            .AddHostServices(settings, source, new SqlText("postgresql"))
            .AddSingleton(source)
            .AddOutputCopier()
            .AddSingleton<OldSessions>()
            .AddSingleton<ClusterRegistry>()
            .AddSingleton<IHostRegistry>(services => services.GetRequiredService<ClusterRegistry>());
        builder.Services.LetDatabaseFailuresThrough();
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (clusterId, ServiceId));
            silo.Configure<SiloOptions>(options => options.SiloName = settings.Host);
            silo.ConfigureEndpoints(AdvertisedAddress.Of(cluster), cluster.SiloPort, cluster.GatewayPort, listenOnAnyHostAddress: false);
            silo.Configure<ClusterMembershipOptions>(options =>
            {
                options.ProbeTimeout = Probe;
                options.NumMissedProbesLimit = MissedProbes;
                options.TableRefreshTimeout = TableRefresh;
                options.IAmAliveTablePublishTimeout = TableRefresh;
                options.DefunctSiloExpiration = TimeSpan.FromDays(1);
                options.DefunctSiloCleanupPeriod = TimeSpan.FromHours(1);
            });
            silo.UseClusterTls(cluster);
            silo.AddPostgresStorage(source);
            silo.AddHostPlacement(settings);
            silo.BoundMemory();
            silo.AddActivityPropagation();
            silo.AddStataRunsDashboard();
            silo.AddStartupTask<HostWaking>();
        });
        return builder;
    }

    /// <summary>Adds a gateway's way to the cluster: grains by Orleans, lists and stored output by a role that may only read.</summary>
    public static IHostApplicationBuilder AddStataRunsClient(
        this IHostApplicationBuilder builder, string clusterId, ClusterSettings cluster, NpgsqlDataSource source)
    {
        builder.Services
            .AddSingleton(source)
            .AddSingleton<System.Data.Common.DbDataSource>(source)
            .AddSingleton(new SqlText("postgresql"))
            .AddSingleton<RunsTable>()
            .AddSingleton<IRunDirectory>(services => services.GetRequiredService<RunsTable>())
            .AddStoredOutput()
            .AddSingleton<IHostRegistry, ClusterRegistry>()
            .AddSingleton<IReadiness, DatabaseReadiness>();
        builder.Services.LetDatabaseFailuresThrough();
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (clusterId, ServiceId));
            client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TableRefresh);
            client.Configure<ConnectionOptions>(options => options.ConnectionRetryDelay = BetweenConnections);
            client.UseAdoNetClustering(options =>
            {
                options.Invariant = PostgresStorage.Invariant;
                options.DataSource = source;
            });
            client.UseClusterTls(cluster);
            client.AddActivityPropagation();
            client.AddStataRunsDashboard();
            client.UseConnectionRetryFilter<SiloAwaited>();
        });
        return builder;
    }

    /// <summary>
    /// What the database's driver throws in a grain is thrown to the caller on another machine too. Else the caller is told
    /// that the failure could not be sent, which nobody takes for one that passes.
    /// </summary>
    private static void LetDatabaseFailuresThrough(this IServiceCollection services) =>
        services.Configure<ExceptionSerializationOptions>(options => options.SupportedNamespacePrefixes.Add("Npgsql"));
}
