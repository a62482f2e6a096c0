using Microsoft.Extensions.Logging;
using StataRuns.Runs;

namespace StataRuns.Hosts;

/// <summary>The clock of the housekeeping: told when something will be due, and asleep until then.</summary>
internal sealed partial class HostGrain
{
    private static readonly TimeSpan FirstHousekeeping = TimeSpan.FromSeconds(1);

    private IGrainTimer? _housekeeping;
    private DateTimeOffset _housekeepingAt = DateTimeOffset.MaxValue;

    private void HousekeepIn(TimeSpan wait)
    {
        _housekeeping?.Dispose();
        _housekeepingAt = time.GetUtcNow() + wait;

        // Interleaved: a disk that takes long to remove a gigabyte keeps no submission waiting.
        _housekeeping = this.RegisterGrainTimer(
            HousekeepAsync, new GrainTimerCreationOptions(wait, Timeout.InfiniteTimeSpan) { KeepAlive = true, Interleave = true });
    }

    /// <summary>A run has ended: it may be due before anything that was reckoned with.</summary>
    private void HousekeepAfterAnEnd()
    {
        if (time.GetUtcNow() + housekeeping.AfterAnEnd < _housekeepingAt)
        {
            HousekeepIn(housekeeping.AfterAnEnd);
        }
    }

    private async Task HousekeepAsync()
    {
        _housekeepingAt = DateTimeOffset.MaxValue;
        var next = Housekeeping.Longest;
        try
        {
            next = await housekeeping.RunAsync(async run =>
            {
                var outcome = await RunOf(run).DeleteAsync(evenIfKept: false);
                if (outcome is DeleteOutcome.Deleted)
                {
                    Log.Deleted(log, run);
                }

                return outcome;
            });
        }
        finally
        {
            // The clock goes on, whatever went wrong.
            HousekeepIn(next);
        }
    }
}
