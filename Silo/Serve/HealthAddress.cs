using StataRuns.Hosts;

namespace StataRuns.Silo.Serve;

/// <summary>Where a silo tells of its health: on this machine, since it asks nobody who they are.</summary>
internal static class HealthAddress
{
    /// <summary>Reads the addresses.</summary>
    /// <exception cref="StartException">One is wrong, encrypted, or beyond this machine.</exception>
    public static IReadOnlyList<ListenAddress> Parse(string urls)
    {
        var addresses = ListenAddress.Parse(urls);
        return addresses.FirstOrDefault(address => address.IsTls || !address.IsLoopback) is { } wrong
            ? throw new StartException($"--urls \"{wrong.Url}\": a silo reports its health on this machine only, at http://127.0.0.1. A gateway's /health and /metrics can be reached from elsewhere.")
            : addresses;
    }
}
