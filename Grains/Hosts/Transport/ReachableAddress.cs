using System.Net;

namespace StataRuns.Hosts.Transport;

/// <summary>Can an address be reached from another machine?</summary>
internal static class ReachableAddress
{
    /// <param name="address">By number or by name; null is this machine's own, which others are to reach.</param>
    public static bool IsBeyondThisMachine(string? address) =>
        address is null
        || !(address.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(address, out var number) && IPAddress.IsLoopback(number)));
}
