using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace StataRuns.Hosts.Transport;

/// <summary>
/// TLS within a cluster, both sides with a certificate of the cluster's own authority. Orleans' ports ask a caller for the
/// cluster's id and for nothing else, and send it in the clear: with this, a stranger does not come as far as that question.
/// </summary>
public static class ClusterTls
{
    /// <summary>Protects what a silo sends to silos and gateways; without certificates, says that it is unprotected.</summary>
    /// <exception cref="StartException">A file is missing, cannot be read, or does not fit the others.</exception>
    public static ISiloBuilder UseClusterTls(this ISiloBuilder silo, ClusterSettings settings)
    {
        if (ClusterCredentials.Load(settings, TimeProvider.System) is not { } credentials)
        {
            if (ReachableAddress.IsBeyondThisMachine(settings.AdvertisedAddress))
            {
                silo.Services.AddHostedService<UnprotectedClusterWarning>();
            }

            return silo;
        }

        silo.Services.AddSingleton(credentials);
        silo.Configure<SiloConnectionOptions>(options =>
        {
            options.ConfigureSiloInboundConnection(builder => builder.Use(next => Tls(builder, credentials).Accept(next)));
            options.ConfigureGatewayInboundConnection(builder => builder.Use(next => Tls(builder, credentials).Accept(next)));
            options.ConfigureSiloOutboundConnection(builder => builder.Use(next => Tls(builder, credentials).Open(next)));
        });
        return silo;
    }

    /// <summary>Protects what a gateway sends to silos.</summary>
    /// <exception cref="StartException">A file is missing, cannot be read, or does not fit the others.</exception>
    public static IClientBuilder UseClusterTls(this IClientBuilder client, ClusterSettings settings)
    {
        if (ClusterCredentials.Load(settings, TimeProvider.System) is { } credentials)
        {
            client.Services.AddSingleton(credentials);
            client.Configure<ClientConnectionOptions>(options =>
                options.ConfigureConnection(builder => builder.Use(next => Tls(builder, credentials).Open(next))));
        }

        return client;
    }

    private static TlsConnection Tls(IConnectionBuilder builder, ClusterCredentials credentials) =>
        new(credentials, builder.ApplicationServices.GetRequiredService<ILogger<TlsConnection>>());
}
