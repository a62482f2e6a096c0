using StataRuns.Configuration;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.McpFrontend.Security;

/// <summary>
/// Which doors may be opened at all. Whoever comes in can run programs: so beyond this machine only owners with keys do, and
/// nobody reads the keys on their way.
/// </summary>
internal static class DoorRules
{
    private const string MakeKeys = "\"stataruns keys new NAME\" makes a key and says where it goes";

    /// <summary>Checks the settings against each other.</summary>
    /// <exception cref="StartException">They would let in the wrong ones, or nobody.</exception>
    public static void Check(ServiceSettings settings, IReadOnlyList<ListenAddress> addresses)
    {
        if ((OfOwners(settings) ?? OfCertificate(settings, addresses) ?? addresses.Select(address => OfAddress(settings, address)).FirstOrDefault(problem => problem is not null)) is { } problem)
        {
            throw new StartException(problem);
        }
    }

    private static string? OfOwners(ServiceSettings settings) => settings switch
    {
        { Cluster: not null, Auth: not AuthMode.ApiKeys } =>
            $"A cluster takes ApiKeys only, and StataRuns:Auth:Mode is {settings.Auth}: an accepted caller runs programs on all of its hosts, so each owner has a key. Set Auth:Mode to ApiKeys; {MakeKeys}.",
        { Auth: AuthMode.ApiKeys, ApiKeys.Count: 0 } =>
            $"StataRuns:Auth:Mode is ApiKeys, and there is no key in StataRuns:Auth:ApiKeys: every request would be refused. {MakeKeys}.",
        { Auth: not AuthMode.ApiKeys, ApiKeys.Count: > 0 } =>
            $"StataRuns:Auth:ApiKeys has keys, but StataRuns:Auth:Mode is {settings.Auth}, which takes none: set it to ApiKeys, or take the keys away.",
        { Auth: AuthMode.None, TrustProxy: not null } =>
            "StataRuns:Auth:Mode None accepts every user of this machine, and behind a proxy (StataRuns:Http:TrustProxy) every client of the proxy. Use Token or ApiKeys.",
        _ when Shared(settings.ApiKeys) is { } shared =>
            $"In StataRuns:Auth:ApiKeys {shared} have the same key: a key identifies one owner. {MakeKeys}.",
        _ => null,
    };

    private static string? OfCertificate(ServiceSettings settings, IReadOnlyList<ListenAddress> addresses) => (settings.HttpCertificate, settings.HttpCertificateKey) switch
    {
        (null, null) => addresses.FirstOrDefault(address => address.IsTls) is { } address
            ? $"--urls \"{address.Url}\" needs a certificate: set StataRuns:Http:Certificate and StataRuns:Http:CertificateKey to PEM files, or let a proxy end TLS in front (StataRuns:Http:TrustProxy)."
            : null,
        (null, _) or (_, null) => "StataRuns:Http:Certificate and StataRuns:Http:CertificateKey go together: set both.",
        _ => addresses.Any(address => address.IsTls) ? null
            : "StataRuns:Http:Certificate is set, but no address in --urls begins with https://: nothing would be encrypted.",
    };

    private static string? OfAddress(ServiceSettings settings, ListenAddress address) => (address, settings) switch
    {
        ({ IsLoopback: true }, _) => null,
        (_, { Auth: not AuthMode.ApiKeys }) =>
            $"--urls \"{address.Url}\" is beyond this machine: that needs StataRuns:Auth:Mode ApiKeys, a key for each owner ({MakeKeys}). Or listen on 127.0.0.1 and forward the port (ssh -L).",
        ({ IsTls: false }, { TrustProxy: null }) =>
            $"--urls \"{address.Url}\" is beyond this machine and not encrypted: keys could be read on the network. Listen by https:// with StataRuns:Http:Certificate, or name the proxy that ends TLS in front with StataRuns:Http:TrustProxy.",
        _ => null,
    };

    /// <summary>Two owners of one key, if there are any.</summary>
    private static string? Shared(IReadOnlyDictionary<string, IReadOnlyList<string>> keys) => keys
        .SelectMany(owner => owner.Value.Distinct(), (owner, digest) => (Owner: owner.Key, Digest: digest))
        .GroupBy(key => key.Digest, key => key.Owner)
        .Where(owners => owners.Count() > 1)
        .Select(owners => string.Join(" and ", owners))
        .FirstOrDefault();
}
