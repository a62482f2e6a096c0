using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace StataRuns.Hosts.Transport;

/// <summary>
/// A cluster's own authority: a key that signs the certificates of its silos and gateways, and of nothing else. ECDSA P-256
/// throughout; the authority's life is ten years, a certificate's 825 days.
/// </summary>
internal sealed class ClusterAuthority : IDisposable
{
    private const int AuthorityYears = 10;
    private const int CertificateDays = 825;

    // The clocks of two machines are never the same.
    private static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(10);

    private readonly X509Certificate2 _certificate;

    private ClusterAuthority(X509Certificate2 certificate) => _certificate = certificate;

    /// <summary>The authority's certificate, which every part of the cluster gets.</summary>
    public string Pem => _certificate.ExportCertificatePem() + "\n";

    /// <summary>Reads an authority back.</summary>
    /// <exception cref="CryptographicException">It is none.</exception>
    public static ClusterAuthority Read(string certificatePem, string keyPem) => new(X509Certificate2.CreateFromPem(certificatePem, keyPem));

    /// <summary>Makes an authority.</summary>
    public static ClusterAuthority Make(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=StataRuns cluster authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return new ClusterAuthority(request.CreateSelfSigned(now - ClockSlack, now.AddYears(AuthorityYears)));
    }

    /// <summary>The authority's private key.</summary>
    public string KeyPem()
    {
        using var key = _certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem() + "\n";
    }

    /// <summary>Signs a certificate for a part of the cluster, for either side of a connection.</summary>
    /// <param name="name">The machine's name.</param>
    /// <param name="addresses">Its addresses, for those who read certificates: nothing of ours compares them.</param>
    /// <param name="now">Where its life begins.</param>
    /// <returns>Certificate and private key.</returns>
    public (string Certificate, string Key) Issue(string name, IEnumerable<IPAddress> addresses, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var number))
        {
            names.AddIpAddress(number);
        }
        else
        {
            names.AddDnsName(name);
        }

        foreach (var address in addresses)
        {
            names.AddIpAddress(address);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false)); // server, client
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var end = now.AddDays(CertificateDays);
        using var certificate = request.Create(_certificate, now - ClockSlack, end < _certificate.NotAfter ? end : _certificate.NotAfter, Serial());
        return (certificate.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    public void Dispose() => _certificate.Dispose();

    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7f; // a positive number
        return serial;
    }
}
