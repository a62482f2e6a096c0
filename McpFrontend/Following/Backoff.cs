namespace StataRuns.McpFrontend.Following;

/// <summary>How long to wait before the next try: from short, doubled at each failure, up to a bound.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest)
{
    private TimeSpan? _next;

    /// <summary>The wait before the next try.</summary>
    public TimeSpan Next()
    {
        var now = _next ?? first;
        _next = TimeSpan.FromTicks(Math.Min(now.Ticks * 2, longest.Ticks));
        return now;
    }

    /// <summary>It worked: begin anew.</summary>
    public void Reset() => _next = null;
}
