using System.Net;
using StataRuns.Hosts;

namespace StataRuns.Silo.Serve;

/// <summary>Where a silo answers questions after its health and its measurements. They hold no secrets, and nothing can be started by them.</summary>
internal static class HealthAddress
{
    private const string Default = "http://127.0.0.1:4001";

    /// <summary>Reads <c>--urls</c>.</summary>
    /// <exception cref="StartException">It is no address.</exception>
    public static IReadOnlyList<IPEndPoint> Parse(string? urls) =>
        [.. (urls ?? Default).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(One)];

    private static IPEndPoint One(string url)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            throw Wrong(url);
        }

        return address switch
        {
            { Scheme: not "http" } or { IsUnixPipe: true } or { IsNamedPipe: true } => throw Wrong(url),
            { Host: "localhost" } => new IPEndPoint(IPAddress.Loopback, address.Port),
            { Host: "*" or "+" } => new IPEndPoint(IPAddress.Any, address.Port),
            _ when IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) => new IPEndPoint(ip, address.Port),
            _ => throw Wrong(url),
        };
    }

    private static StartException Wrong(string url) =>
        new($"--urls \"{url}\" is no address for a silo's health: write one such as {Default}, by number, localhost or *.");
}
