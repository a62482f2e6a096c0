using System.Net;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Security;

namespace StataRuns.McpFrontend.Serve;

/// <summary>The address by which this machine's own programs reach the service, of those that it listens on.</summary>
internal static class OwnUrl
{
    /// <param name="addresses">Where the service was asked to listen.</param>
    /// <param name="bound">What the server says of itself, in the same order: with the ports that it got.</param>
    /// <param name="names">Names by which the service may be called.</param>
    public static string Of(IReadOnlyList<ListenAddress> addresses, IEnumerable<string> bound, IReadOnlyList<string> names)
    {
        var (address, url) = addresses
            .Zip(bound.Select(text => BindingAddress.Parse(text)))
            .OrderBy(pair => (pair.First.IsTls, !pair.First.IsLoopback) switch
            {
                (false, false) => 0, // no certificate has a part in it, and no network
                (false, true) => 1,
                (true, _) => 2,
            })
            .First();
        var number = address.EndPoint.Address;
        var host = address switch
        {
            // A certificate is for a name.
            { IsTls: true } when names.Count > 0 => names[0],
            { IsEverywhere: true } => $"{IPAddress.Loopback}",
            _ => new IPEndPoint(number, 0).ToString()[..^2],
        };
        return $"{(address.IsTls ? Uri.UriSchemeHttps : Uri.UriSchemeHttp)}://{host}:{url.Port}";
    }
}
