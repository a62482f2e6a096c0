using System.Globalization;

namespace StataRuns.Runner.Processes;

/// <summary>
/// How many processes and threads the system has started since its boot. Process numbers are given out in turn, so a number can be given out again
/// only after all others were: as long as fewer were started than there are numbers, none that was free in between is anybody else's.
/// </summary>
internal static class ForkCount
{
    /// <summary>The count now; null where the system does not tell.</summary>
    public static long? Now()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            foreach (var line in File.ReadLines("/proc/stat"))
            {
                if (line.StartsWith("processes ", StringComparison.Ordinal))
                {
                    return long.Parse(line.AsSpan(10), CultureInfo.InvariantCulture);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            // Not told.
        }

        return null;
    }

    /// <summary>Is it certain that no number that was given out before that count was given out again since?</summary>
    public static bool NoNumberWasReusedSince(long? then)
    {
        try
        {
            // Half of them: numbers in use are passed over, and the lowest ones are not given out a second time.
            return then is { } before && Now() is { } now && now >= before
                && now - before < long.Parse(File.ReadAllText("/proc/sys/kernel/pid_max"), CultureInfo.InvariantCulture) / 2;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return false;
        }
    }
}
