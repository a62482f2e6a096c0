using System.Data.Common;
using Microsoft.Extensions.Logging;
using StataRuns.Storage;

namespace StataRuns.Hosts;

/// <summary>
/// The host's queue comes to life with its silo, not with its first caller. A database that does not answer just then is
/// waited for, as it is before.
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
                await grains.GetGrain<IHostGrain>(settings.Host).DescribeAsync();
                return;
            }
            catch (DbException e)
            {
                LogWaits(logger, DiskTrouble.Of(e) ?? e.Message);
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The queue waits for its database. {Reason}")]
    private static partial void LogWaits(ILogger logger, string reason);
}
