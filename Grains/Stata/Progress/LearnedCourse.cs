namespace StataRuns.Stata;

/// <summary>
/// Tells how far a run is by time, along the course of an earlier run of the same commands. What the log says places this run on that
/// course; between two places the clock goes on at the pace that this run has had so far, and never past the next place that was not reached.
/// So a run that is slower or faster is corrected at each command, and at each piece of output within one.
/// </summary>
internal sealed class LearnedCourse(RunCourse earlier)
{
    /// <summary>What the pace is averaged with at first, as a part of the earlier run: the first milliseconds are noise.</summary>
    private const double Prior = 0.01;

    private readonly IReadOnlyList<CoursePoint> _points = earlier.Points;

    /// <summary>How far, 0 to 1, and how long to the end; null where this run has left the earlier one's course.</summary>
    /// <param name="place">The place that was reached last, and when.</param>
    /// <param name="elapsed">Seconds since the log's first byte.</param>
    public (double Fraction, double EtaSeconds)? At(CoursePoint place, double elapsed)
    {
        if (_points.Count < 2 || earlier.Length <= 0)
        {
            return null;
        }

        var (reached, next) = Between(place);
        var prior = Prior * earlier.Length;
        var pace = (place.Seconds + prior) / (reached + prior);
        var since = Math.Max(0, elapsed - place.Seconds) / pace;
        var gap = Math.Max(0, next - reached);
        if (since > (1.5 * gap) + Math.Max(2, 0.05 * earlier.Length))
        {
            return null; // it stays where the earlier one went on: another length, and nothing tells which
        }

        var at = reached + Math.Min(since, gap);
        return (at / earlier.Length, (earlier.Length - at) * pace);
    }

    /// <summary>The earlier run's time at a place, and its time at the next place that this run has not come to.</summary>
    private (double Reached, double Next) Between(CoursePoint place)
    {
        var (low, high) = (0, _points.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _points[middle].CompareTo(place) <= 0 ? (middle + 1, high) : (low, middle);
        }

        if (low == 0)
        {
            return (0, _points[0].Seconds);
        }

        var before = _points[low - 1];
        if (low == _points.Count)
        {
            return (before.Seconds, before.Seconds);
        }

        var after = _points[low];
        var within = before.Command == place.Command && after.Command == place.Command && after.Bytes > before.Bytes
            ? (after.Seconds - before.Seconds) * (place.Bytes - before.Bytes) / (after.Bytes - before.Bytes)
            : 0;
        return (before.Seconds + within, after.Seconds);
    }
}
