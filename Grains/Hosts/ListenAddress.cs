using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace StataRuns.Hosts;

/// <summary>One place where the service listens, as <c>--urls</c> names it.</summary>
/// <param name="Url">As it was written.</param>
/// <param name="EndPoint">The socket's address.</param>
/// <param name="IsTls">By <c>https://</c>.</param>
internal sealed record ListenAddress(string Url, IPEndPoint EndPoint, bool IsTls)
{
    /// <summary>On all addresses of this machine.</summary>
    public bool IsEverywhere => EndPoint.Address.Equals(IPAddress.Any) || EndPoint.Address.Equals(IPAddress.IPv6Any);

    /// <summary>Nobody but this machine can reach it.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(EndPoint.Address);

    /// <summary>The name in it, where it is one by which the service may be called.</summary>
    public string? Name => IsEverywhere ? null : BindingAddress.Parse(Url).Host;

    /// <summary>Reads the addresses. Whether they may be listened on is another question: the door's.</summary>
    /// <exception cref="StartException">One is wrong.</exception>
    public static IReadOnlyList<ListenAddress> Parse(string urls)
    {
        List<ListenAddress> addresses = [.. urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(One)];
        return addresses.Count > 0
            ? addresses
            : throw new StartException($"--urls names no address: write one such as http://127.0.0.1:4000.");
    }

    private static ListenAddress One(string url)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            throw new StartException($"--urls \"{url}\" is no address: write one such as http://127.0.0.1:4000.");
        }

        var isTls = string.Equals(address.Scheme, Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase);
        if ((!isTls && !string.Equals(address.Scheme, Uri.UriSchemeHttp, StringComparison.OrdinalIgnoreCase)) || address.IsUnixPipe || address.IsNamedPipe)
        {
            throw new StartException($"--urls \"{url}\": the service listens by http:// and https:// only.");
        }

        if (address.PathBase.Length > 0)
        {
            throw new StartException($"--urls \"{url}\": the service has no folder in its address; write {address.Scheme}://{address.Host}:{address.Port}.");
        }

        return Number(address.Host) is { } ip
            ? new ListenAddress(url, new IPEndPoint(ip, address.Port), isTls)
            : throw new StartException($"--urls \"{url}\": listen on an address of this machine by number, or on * for all of them, and name the service with StataRuns:Http:Names={address.Host}.");
    }

    private static IPAddress? Number(string host) => host switch
    {
        "*" or "+" => Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any,
        _ when string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) => IPAddress.Loopback,
        _ => IPAddress.TryParse(host.Trim('[', ']'), out var ip) ? ip : null,
    };
}
