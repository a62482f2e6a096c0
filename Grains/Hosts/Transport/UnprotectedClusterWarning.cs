using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace StataRuns.Hosts.Transport;

/// <summary>Says at the start that whoever reaches this silo's ports can read what it sends, and more.</summary>
internal sealed partial class UnprotectedClusterWarning(ILogger<UnprotectedClusterWarning> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        LogUnprotected(logger);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "Within the cluster nothing is encrypted: any program that reaches this silo's ports can run programs here. Keep them in a private network, or set Cluster:Certificate, CertificateKey and CertificateAuthority (\"stataruns-silo certificates\" makes them).")]
    private static partial void LogUnprotected(ILogger logger);
}
