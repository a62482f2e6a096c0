namespace StataRuns.Runner.Limits;

/// <summary>When to try again what failed: soon at first, then twice as long each time, up to a bound.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, TimeProvider time)
{
    private TimeSpan _next = first;
    private Deadline _due = Deadline.In(0, time);

    public TimeSpan? Remaining => _due.Remaining;

    public bool IsDue => _due.IsOver;

    public void Wait()
    {
        _due = Deadline.In(_next.TotalSeconds, time);
        _next = _next + _next < longest ? _next + _next : longest;
    }
}
