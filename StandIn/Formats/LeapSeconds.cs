namespace StataRuns.StandIn.Formats;

/// <summary>The seconds that were inserted into coordinated universal time; <c>%tC</c> counts them and <c>%tc</c> does not.</summary>
internal static class LeapSeconds
{
    private const double Day = 86_400_000;

    /// <summary>The years that ended with one, and those with one at the end of June (IERS bulletin C).</summary>
    private static readonly int[] Decembers = [1972, 1973, 1974, 1975, 1976, 1977, 1978, 1979, 1987, 1989, 1990, 1995, 1998, 2005, 2008, 2016];

    private static readonly int[] Junes = [1972, 1981, 1982, 1983, 1985, 1992, 1993, 1994, 1997, 2012, 2015];

    /// <summary>From milliseconds without leap seconds to those with them.</summary>
    public static double Add(double milliseconds) => milliseconds + (1000 * Starts().Count(start => milliseconds >= start));

    /// <summary>From milliseconds with leap seconds to those without; the leap second itself is the second before it.</summary>
    public static double Remove(double milliseconds)
    {
        var passed = 0;
        foreach (var start in Starts().Order())
        {
            passed += milliseconds - (1000 * passed) >= start + 1000 ? 1 : 0;
        }

        return milliseconds - (1000 * passed);
    }

    /// <summary>When the day behind each of them begins.</summary>
    private static IEnumerable<double> Starts() =>
        Decembers.Select(year => DateText.Days(new DateTime(year + 1, 1, 1, 0, 0, 0, DateTimeKind.Unspecified)) * Day)
            .Concat(Junes.Select(year => DateText.Days(new DateTime(year, 7, 1, 0, 0, 0, DateTimeKind.Unspecified)) * Day));
}
