using StataRuns.Runner.Protocol;

namespace StataRuns.Runner.Limits;

/// <summary>
/// Whether a run has written more than it may. Sizes are looked at, not watched: as seldom as the room that is left allows, and never more
/// often than a fast disk could need.
/// </summary>
internal sealed class OutputLimit(long? maxBytes, string outputFile, string consoleFile, TimeProvider time)
{
    /// <summary>As fast as we think a process can fill a disk; a faster one is stopped a little later.</summary>
    private const double BytesPerSecond = 512 * 1024 * 1024;

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private Deadline _nextLook = Deadline.In(maxBytes is null ? double.PositiveInfinity : Shortest.TotalSeconds, time);

    /// <summary>When to look again; null without a limit.</summary>
    public TimeSpan? Remaining => _nextLook.Remaining;

    /// <summary>Looks if it's time to, and says whether the limit is passed.</summary>
    public bool IsPassed()
    {
        if (maxBytes is not { } limit || !_nextLook.IsOver)
        {
            return false;
        }

        var room = limit - SizeOf(outputFile) - SizeOf(consoleFile);
        _nextLook = Deadline.In(IntervalFor(room).TotalSeconds, time);
        return room < 0;
    }

    /// <summary>How long a process with this much room left can be left alone.</summary>
    public static TimeSpan IntervalFor(long room) =>
        TimeSpan.FromSeconds(Math.Clamp(room / BytesPerSecond, Shortest.TotalSeconds, Longest.TotalSeconds));

    /// <summary>A file's size; 0 if it isn't there, or if something else took its place.</summary>
    public static long SizeOf(string path) => AttemptFile.Length(path);
}
