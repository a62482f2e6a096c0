using System.Net;
using StataRuns.Hosts;
using StataRuns.Hosts.Transport;

namespace StataRuns.Cluster.Tests.Transport;

/// <summary>A folder with an authority's certificate, and those that it signs for a test.</summary>
internal sealed class CertificateFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stataruns-tls-").FullName;
    private readonly ClusterAuthority _authority;

    /// <param name="signedAt">When the authority and its certificates were made.</param>
    public CertificateFolder(DateTimeOffset? signedAt = null)
    {
        SignedAt = signedAt ?? DateTimeOffset.UtcNow;
        _authority = ClusterAuthority.Make(SignedAt);
        File.WriteAllText(AuthorityPath, _authority.Pem);
    }

    public string AuthorityPath => PathOf("ca.pem");

    private DateTimeOffset SignedAt { get; }

    /// <summary>A file of the folder.</summary>
    public string PathOf(string name) => Path.Join(_folder, name);

    /// <summary>Settings with a certificate of this authority.</summary>
    public ClusterSettings Settings(string name)
    {
        var (certificate, key) = _authority.Issue(name, [IPAddress.Loopback], SignedAt);
        File.WriteAllText(PathOf($"{name}.pem"), certificate);
        File.WriteAllText(PathOf($"{name}.key"), key);
        return new ClusterSettings
        {
            ConnectionString = "none",
            AdvertisedAddress = "127.0.0.1",
            Certificate = PathOf($"{name}.pem"),
            CertificateKey = PathOf($"{name}.key"),
            CertificateAuthority = AuthorityPath,
        };
    }

    /// <summary>From now on its settings believe another authority, too.</summary>
    public void Believe(CertificateFolder other) => File.AppendAllText(AuthorityPath, other._authority.Pem);

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
