using System.Net;
using System.Net.Sockets;

namespace StataRuns.McpFrontend.Security;

/// <summary>
/// The names by which this service may be called. They are compared without the port, so that a forwarded port works; a name
/// that was made to point here by somebody else (DNS rebinding) is none of them.
/// </summary>
internal sealed class HostNames(IEnumerable<string> configured)
{
    private readonly HashSet<string> _names =
        new(["localhost", "127.0.0.1", "[::1]", .. configured.Select(AsSent)], StringComparer.OrdinalIgnoreCase);

    /// <summary>May a request name this host?</summary>
    public bool Allows(string? name) => name is not null && _names.Contains(name);

    /// <summary>May a page of this origin send requests? Only one that came from here, or from another service of this machine.</summary>
    public bool AllowsOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && Allows(address.Host);

    /// <summary>The names, for a sentence.</summary>
    public override string ToString() => string.Join(", ", _names.Order(StringComparer.Ordinal));

    /// <summary>An address of IPv6 stands in brackets there.</summary>
    private static string AsSent(string name) =>
        IPAddress.TryParse(name.Trim('[', ']'), out var number) && number.AddressFamily is AddressFamily.InterNetworkV6 ? $"[{number}]" : name;
}
