using StataRuns.Runner.Protocol;

namespace StataRuns.Runner.Limits;

/// <summary>
/// When the wall time of a run is over. Counted on the clock that nobody can set (Linux: CLOCK_MONOTONIC), so that a corrected or
/// mistaken wall clock neither ends a run nor lets it go on. That clock stands still while the machine sleeps, and so does the
/// run: a laptop that was closed for the night does not find its run timed out in the morning. It's the same clock for all processes of a
/// boot, so a runner that adopts goes on counting where the first one began.
/// </summary>
internal sealed class Deadline
{
    // What cannot be waited for is no limit; it also keeps the arithmetic from overflowing.
    private const double LongestSeconds = 100.0 * 365 * 24 * 3600;

    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly TimeSpan? _limit;

    public Deadline(double? seconds, long startedTimestamp, TimeProvider time)
    {
        _time = time;
        _start = startedTimestamp;
        _limit = seconds is >= 0 and < LongestSeconds ? TimeSpan.FromSeconds(seconds.Value) : null;
    }

    /// <summary>Never: what a run without a limit has.</summary>
    public static Deadline Never { get; } = new(null, 0, TimeProvider.System);

    /// <summary>What is left; null without a limit, never negative.</summary>
    public TimeSpan? Remaining
    {
        get
        {
            var remaining = _limit - _time.GetElapsedTime(_start);
            return remaining < TimeSpan.Zero ? TimeSpan.Zero : remaining;
        }
    }

    public bool IsOver => Remaining == TimeSpan.Zero;

    /// <summary>The deadline that is this far from now.</summary>
    public static Deadline In(double seconds, TimeProvider time) => new(Math.Max(0, seconds), time.GetTimestamp(), time);

    /// <summary>The wall time limit of a job whose process this is.</summary>
    public static Deadline Of(Job job, ProcessRecord record, TimeProvider time) => new(job.TimeoutSeconds, record.StartedTimestamp, time);
}
