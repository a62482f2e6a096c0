using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace StataRuns.Hosts;

/// <summary>
/// The host grain activates with its silo, not with its first caller. A database that does not answer just then is waited for, and so
/// is one that takes long to say what runs and waits: nothing that passes by itself ends a service whose runs go on.
/// </summary>
internal sealed partial class HostWaking(IGrainFactory grains, HostSettings settings, TimeProvider time, ILogger<HostWaking> logger) : IStartupTask
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task Execute(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await grains.GetGrain<IHostGrain>(settings.Host).PulseAsync();
                return;
            }
            catch (TimeoutException)
            {
                // The activation goes on reading, and answers the next question.
                LogWaits(logger, settings.Host, "It has not finished reading its runs and its queue from the database yet.");
            }
            catch (Exception e) when (e is DbException or OrleansException or IOException or UnauthorizedAccessException)
            {
                LogWaits(logger, settings.Host, DiskTrouble.Of(e) ?? e.Message);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Host {Host} does not take runs yet; it is tried again each second. {Reason}")]
    private static partial void LogWaits(ILogger logger, string host, string reason);
}
