using Microsoft.Extensions.Logging;
using StataRuns.Runs;
using StataRuns.Telemetry;

namespace StataRuns.Runners;

/// <summary>
/// Tells a run that its output grew: one call at a time, and one more for whatever grows meanwhile. The mark is taken down
/// before the call, so that what grows while the grain reads is never forgotten.
/// </summary>
internal sealed partial class GrowthBell(IRunControl run, RunId runId, TimeProvider time, ILogger logger, CancellationToken closing)
{
    private const int Quiet = 0, Telling = 1, GrewMeanwhile = 2;

    // A flood is told some fifty times a second, not once a write.
    private static readonly TimeSpan FloodPause = TimeSpan.FromMilliseconds(15);

    private int _state;
    private long _noticed;

    /// <summary>It grew. Returns at once.</summary>
    public void Ring()
    {
        Interlocked.CompareExchange(ref _noticed, time.GetTimestamp(), 0);
        if (Interlocked.Exchange(ref _state, GrewMeanwhile) == Quiet)
        {
            _ = Task.Run(TellAsync, CancellationToken.None);
        }
    }

    private async Task TellAsync()
    {
        do
        {
            Interlocked.Exchange(ref _state, Telling);
            var noticed = Interlocked.Exchange(ref _noticed, 0);
            try
            {
                await run.OutputGrewAsync();
                if (noticed != 0)
                {
                    Instruments.Hint.Record(time.GetElapsedTime(noticed).TotalSeconds);
                }
            }
            catch (Exception e) when (!closing.IsCancellationRequested || e is OrleansException or ObjectDisposedException)
            {
                LogNotTold(logger, runId, e);
            }

            if (Volatile.Read(ref _state) == GrewMeanwhile)
            {
                await Task.Delay(FloodPause, time, CancellationToken.None);
            }
        }
        while (!closing.IsCancellationRequested && Interlocked.CompareExchange(ref _state, Quiet, Telling) != Telling);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Run {RunId}: growth of its output was not reported; the next one will be.")]
    private static partial void LogNotTold(ILogger logger, RunId runId, Exception exception);
}
