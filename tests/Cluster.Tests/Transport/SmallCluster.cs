using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Runtime;
using StataRuns.Hosts;
using StataRuns.Hosts.Transport;

namespace StataRuns.Cluster.Tests.Transport;

/// <summary>Real silos and clients on loopback, with nothing in them but Orleans and its transport.</summary>
internal sealed class SmallCluster : IAsyncDisposable
{
    public const string Id = "the-secret-id-of-this-cluster";

    private readonly List<IHost> _hosts = [];

    public int SiloPort { get; } = FreePorts.Next();

    public int GatewayPort { get; } = FreePorts.Next();

    /// <summary>Starts the first silo.</summary>
    public static async Task<SmallCluster> StartAsync(ClusterSettings settings)
    {
        var cluster = new SmallCluster();
        await cluster.AddSiloAsync(settings, cluster.SiloPort, cluster.GatewayPort);
        return cluster;
    }

    /// <summary>Starts another silo, which reaches the first one by its silo port.</summary>
    public Task AddSiloAsync(ClusterSettings settings) => AddSiloAsync(settings, FreePorts.Next(), FreePorts.Next());

    /// <summary>Connects a client, and tries once.</summary>
    public async Task<IManagementGrain> ConnectAsync(ClusterSettings settings)
    {
        var host = Build(builder => builder.UseOrleansClient(client =>
        {
            client.UseLocalhostClustering(GatewayPort, serviceId: "small", clusterId: Id);
            client.UseConnectionRetryFilter((_, _) => Task.FromResult(false));
            client.UseClusterTls(settings);
        }));
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in Enumerable.Reverse(_hosts))
        {
            using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await host.StopAsync(bound.Token);
            host.Dispose();
        }
    }

    private async Task AddSiloAsync(ClusterSettings settings, int siloPort, int gatewayPort)
    {
        var first = new IPEndPoint(IPAddress.Loopback, SiloPort);
        var host = Build(builder => builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(siloPort, gatewayPort, siloPort == SiloPort ? null : first, serviceId: "small", clusterId: Id);
            silo.Configure<ClusterMembershipOptions>(options => options.NumMissedProbesLimit = 3);
            silo.UseClusterTls(settings);
        }));
        await host.StartAsync(TestContext.Current.CancellationToken);
    }

    private IHost Build(Action<HostApplicationBuilder> add)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        add(builder);
        var host = builder.Build();
        _hosts.Add(host);
        return host;
    }
}
