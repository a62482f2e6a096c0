using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using StataRuns.Configuration;

namespace StataRuns.Hosts;

/// <summary>The one address on which a silo listens, and under which others reach it.</summary>
internal static class AdvertisedAddress
{
    /// <summary>The configured one, by number or by name; else the first of this machine's own, else loopback.</summary>
    /// <exception cref="ConfigurationException">The name leads nowhere.</exception>
    public static IPAddress Of(ClusterSettings settings) =>
        settings.AdvertisedAddress is { } configured ? Resolve(configured) : OfThisMachine();

    private static IPAddress Resolve(string text)
    {
        if (IPAddress.TryParse(text, out var address))
        {
            return address;
        }

        try
        {
            // IPv4 first: it is what a name that has both is reached by everywhere.
            return Dns.GetHostAddresses(text).OrderBy(found => found.AddressFamily).First();
        }
        catch (Exception e) when (e is SocketException or ArgumentException or InvalidOperationException)
        {
            throw new ConfigurationException($"StataRuns:Cluster:AdvertisedAddress is \"{text}\", which is no address and no name that this machine knows: {e.Message}");
        }
    }

    private static IPAddress OfThisMachine() =>
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(card => card.OperationalStatus is OperationalStatus.Up && card.NetworkInterfaceType is not NetworkInterfaceType.Loopback)
            .SelectMany(card => card.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .FirstOrDefault(address => address.AddressFamily is AddressFamily.InterNetwork)
        ?? IPAddress.Loopback;
}
