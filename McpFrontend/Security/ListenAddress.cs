using StataRuns.Hosts;
using System.Net;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.McpFrontend.Security;

/// <summary>Where the service listens: on this machine only, as long as there is nothing but one token to keep strangers out.</summary>
internal static class ListenAddress
{
    /// <summary>Reads the addresses.</summary>
    /// <exception cref="StartException">One is wrong, or beyond this machine.</exception>
    public static IReadOnlyList<IPEndPoint> Parse(string urls)
    {
        List<IPEndPoint> endPoints = [];
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            endPoints.Add(One(url));
        }

        return endPoints.Count > 0
            ? endPoints
            : throw new StartException($"--urls names no address: write one such as {ServiceSettings.DefaultUrl}.");
    }

    private static IPEndPoint One(string url)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            throw new StartException($"--urls \"{url}\" is no address: write one such as {ServiceSettings.DefaultUrl}.");
        }

        if (!string.Equals(address.Scheme, Uri.UriSchemeHttp, StringComparison.OrdinalIgnoreCase) || address.IsUnixPipe || address.IsNamedPipe)
        {
            throw new StartException($"--urls \"{url}\": listening by anything but http:// on this machine is not available yet.");
        }

        if (address.PathBase.Length > 0)
        {
            throw new StartException($"--urls \"{url}\": the service has no folder in its address; write http://{address.Host}:{address.Port}.");
        }

        return Loopback(address.Host) is { } ip
            ? new IPEndPoint(ip, address.Port)
            : throw new StartException($"--urls \"{url}\" is beyond this machine: that needs Auth:Mode ApiKeys or Oidc, which is not available yet. Listen on 127.0.0.1 and forward the port (ssh -L).");
    }

    private static IPAddress? Loopback(string host)
    {
        if (string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            return IPAddress.Loopback;
        }

        return IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip) ? ip : null;
    }
}
