using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace StataRuns.Hosts.Transport;

/// <summary>Certificates and keys in PEM files, read at the start: what is wrong with one is a sentence.</summary>
internal static class PemFile
{
    /// <summary>The certificates of a file, the first one of them still in its time.</summary>
    /// <exception cref="StartException">There is no such file, or no certificate in it, or it has expired.</exception>
    public static X509Certificate2Collection Certificates(string setting, string path, TimeProvider time)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPemFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Unreadable(setting, path, e);
        }

        if (certificates.Count == 0)
        {
            throw new StartException($"{setting} {path} holds no certificate: it is to be a PEM file (-----BEGIN CERTIFICATE-----).");
        }

        var now = time.GetUtcNow().UtcDateTime;
        var (from, to) = (certificates[0].NotBefore.ToUniversalTime(), certificates[0].NotAfter.ToUniversalTime());
        return now > to ? throw new StartException(string.Create(CultureInfo.InvariantCulture, $"{setting} {path} has expired, on {to:yyyy-MM-dd}: put a new one there."))
            : now < from ? throw new StartException(string.Create(CultureInfo.InvariantCulture, $"{setting} {path} is not valid before {from:yyyy-MM-dd HH:mm}Z: is this machine's clock right?"))
            : certificates;
    }

    /// <summary>The first certificate of a file, with its private key from another.</summary>
    /// <exception cref="StartException">The key cannot be read, or is another one's.</exception>
    public static X509Certificate2 WithKey(string setting, string path, string keySetting, string keyPath)
    {
        try
        {
            var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(path), File.ReadAllText(keyPath));
            if (!OperatingSystem.IsWindows())
            {
                return certificate;
            }

            // Windows' TLS takes no key that lives in memory only.
            using (certificate)
            {
                return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(keySetting, keyPath, e);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new StartException($"{keySetting} {keyPath} is not the private key of {setting} {path}, or not in PEM without a password: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static StartException Unreadable(string setting, string path, Exception e) =>
        new($"{setting} {path} cannot be read: {e.Message.ReplaceLineEndings(" ")}");
}
