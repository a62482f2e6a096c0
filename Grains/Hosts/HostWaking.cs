using System.Data.Common;
using Microsoft.Extensions.Logging;
using StataRuns.Storage;

namespace StataRuns.Hosts;

/// <summary>
/// The host grain activates with its silo, not with its first caller. A database that does not answer just then is waited for, as it
/// is before; so is one that takes long to say what runs and waits.
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
            catch (DbException e)
            {
                LogWaits(logger, DiskTrouble.Of(e) ?? e.Message);
                await Task.Delay(Pause, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                // The activation goes on reading, and answers the next question.
                LogWaits(logger, "It has not said yet which runs are active.");
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The queue waits for its database. {Reason}")]
    private static partial void LogWaits(ILogger logger, string reason);
}
