using Microsoft.Extensions.DependencyInjection;

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

        return silo.UseTls(credentials.ApplyTo);
    }

    /// <summary>Protects what a gateway sends to silos.</summary>
    /// <exception cref="StartException">A file is missing, cannot be read, or does not fit the others.</exception>
    public static IClientBuilder UseClusterTls(this IClientBuilder client, ClusterSettings settings) =>
        ClusterCredentials.Load(settings, TimeProvider.System) is { } credentials ? client.UseTls(credentials.ApplyTo) : client;
}
