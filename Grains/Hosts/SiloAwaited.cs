using Microsoft.Extensions.Logging;

namespace StataRuns.Hosts;

/// <summary>A gateway that is started before its silos, or before the database, waits for them and says so.</summary>
internal sealed partial class SiloAwaited(TimeProvider time, ILogger<SiloAwaited> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        LogWaits(logger, exception.Message.ReplaceLineEndings(" "));
        await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellationToken.IsCancellationRequested;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Waiting for a silo of the cluster: {Reason}")]
    private static partial void LogWaits(ILogger logger, string reason);
}
