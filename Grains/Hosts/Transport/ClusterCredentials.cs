using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orleans.Connections.Security;

namespace StataRuns.Hosts.Transport;

/// <summary>A program's certificate in the cluster, and the authority whose certificates it believes: that one only, and no other of the system's.</summary>
internal sealed class ClusterCredentials
{
    // Names have no part in it, but the protocol wants one.
    private const string Name = "stataruns-cluster";

    // A caller that connects and says nothing is not waited for longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SslStreamCertificateContext _own;
    private readonly X509Certificate2Collection _authority;

    private ClusterCredentials(SslStreamCertificateContext own, X509Certificate2Collection authority) => (_own, _authority) = (own, authority);

    /// <summary>Reads the files; null where none is configured.</summary>
    /// <exception cref="StartException">One is missing, cannot be read, has expired, or does not fit the others.</exception>
    public static ClusterCredentials? Load(ClusterSettings settings, TimeProvider time)
    {
        if (settings is { Certificate: null, CertificateKey: null, CertificateAuthority: null })
        {
            return null;
        }

        if (settings is not { Certificate: { } certificate, CertificateKey: { } key, CertificateAuthority: { } authority })
        {
            throw new StartException("TLS within the cluster needs all of Cluster:Certificate, Cluster:CertificateKey and Cluster:CertificateAuthority: \"stataruns-silo certificates\" makes such files.");
        }

        var roots = PemFile.Certificates("Cluster:CertificateAuthority", authority, time);
        var chain = PemFile.Certificates("Cluster:Certificate", certificate, time);
        var own = PemFile.WithKey("Cluster:Certificate", certificate, "Cluster:CertificateKey", key);
        var credentials = new ClusterCredentials(SslStreamCertificateContext.Create(own, chain, offline: true), roots);
        return credentials.Problem(own, chain) is { } problem
            ? throw new StartException($"Cluster:Certificate {certificate} is none of the authority in {authority}: {problem}")
            : credentials;
    }

    /// <summary>Sets both sides of a connection: each shows its certificate, and each asks for one of the authority.</summary>
    public void ApplyTo(TlsOptions options)
    {
        options.LocalCertificate = _own.TargetCertificate;
        options.RemoteCertificateMode = options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = IsPart;
        options.HandshakeTimeout = Patience;
        options.SslProtocols = Protocols;

        // The library knows one certificate; what signed it, and which authority counts, is said to what it is built on.
        options.OnAuthenticateAsClient = (_, client) =>
        {
            client.TargetHost = Name;
            var own = (SslClientAuthenticationOptions)client.SslClientAuthenticationOptions;
            (own.ClientCertificateContext, own.CertificateChainPolicy) = (_own, Policy());
        };
        options.OnAuthenticateAsServer = (_, server) =>
        {
            var own = (SslServerAuthenticationOptions)server.SslServerAuthenticationOptions;
            // SslStream takes no context beside a selection, of which the library sets one in any case.
            (own.ServerCertificateSelectionCallback, own.ServerCertificateContext, own.CertificateChainPolicy) = (null, _own, Policy());
        };
    }

#pragma warning disable CA5398 // Whatever else the system might allow: both sides are this program, and older ones are not wanted.
    private static SslProtocols Protocols => SslProtocols.Tls12 | SslProtocols.Tls13;
#pragma warning restore CA5398

    /// <summary>Each program with a certificate of this authority is a part of the cluster; which machine it is on is not asked.</summary>
    private static bool IsPart(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        certificate is not null && (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) is SslPolicyErrors.None;

    // A new one for each connection: the one side's purpose is written into it.
    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(_authority);
        return policy;
    }

    private string? Problem(X509Certificate2 own, X509Certificate2Collection chain)
    {
        using var check = new X509Chain { ChainPolicy = Policy() };
        check.ChainPolicy.ExtraStore.AddRange(chain);
        return check.Build(own) ? null : string.Join(" ", check.ChainStatus.Select(status => status.StatusInformation.TrimEnd('.', ' ', '\n') + "."));
    }
}
