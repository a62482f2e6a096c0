using System.Net.Security;
using StataRuns.Hosts;
using StataRuns.Hosts.Transport;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.McpFrontend.Security;

/// <summary>The certificate for <c>https://</c>. Its files are looked at again now and then, since whoever renews certificates restarts nothing.</summary>
internal sealed partial class HttpCertificate
{
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(5);

    private readonly string _path;
    private readonly string _keyPath;
    private readonly TimeProvider _time;
    private readonly ILogger<HttpCertificate> _logger;
    private readonly Lock _lock = new();
    private SslStreamCertificateContext _context;
    private (DateTime, DateTime) _stamp;
    private long _lookedAt;

    /// <exception cref="StartException">A file is missing, cannot be read, or has expired.</exception>
    public HttpCertificate(ServiceSettings settings, TimeProvider time, ILogger<HttpCertificate> logger)
    {
        (_path, _keyPath, _time, _logger) = (settings.HttpCertificate!, settings.HttpCertificateKey!, time, logger);
        (_stamp, _lookedAt) = (Stamp(), time.GetTimestamp());
        _context = Read();
    }

    /// <summary>How a connection that comes now is answered.</summary>
    public SslServerAuthenticationOptions Options() => new() { ServerCertificateContext = Newest() };

    private SslStreamCertificateContext Newest()
    {
        lock (_lock)
        {
            if (_time.GetElapsedTime(_lookedAt) < Glance)
            {
                return _context;
            }

            _lookedAt = _time.GetTimestamp();
            var stamp = Stamp();
            if (stamp != _stamp)
            {
                try
                {
                    _context = Read();
                    _stamp = stamp;
                    LogRenewed(_logger, _path);
                }
                catch (StartException e)
                {
                    // Half-written, perhaps: the next look will tell.
                    LogKept(_logger, e.Message);
                }
            }

            return _context;
        }
    }

    private SslStreamCertificateContext Read()
    {
        var chain = PemFile.Certificates("Http:Certificate", _path, _time);
        return SslStreamCertificateContext.Create(PemFile.WithKey("Http:Certificate", _path, "Http:CertificateKey", _keyPath), chain, offline: true);
    }

    private (DateTime, DateTime) Stamp() => (File.GetLastWriteTimeUtc(_path), File.GetLastWriteTimeUtc(_keyPath));

    [LoggerMessage(Level = LogLevel.Information, Message = "The certificate in {Path} is a new one, and used from now on")]
    private static partial void LogRenewed(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The certificate changed and cannot be used; the one before stays in use. {Problem}")]
    private static partial void LogKept(ILogger logger, string problem);
}
