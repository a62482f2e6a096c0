using System.Globalization;

namespace StataRuns.McpFrontend.Cli.Display;

/// <summary>Numbers as people read them.</summary>
internal static class Words
{
    /// <summary>A running clock: <c>0:07</c>, <c>12:03</c>, <c>1:02:03</c>, <c>3d 01:02:03</c>.</summary>
    public static string Clock(double seconds)
    {
        var time = TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 1e9));
        return time.TotalHours < 1 ? string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}")
            : time.TotalDays < 1 ? string.Create(CultureInfo.InvariantCulture, $"{time.Hours}:{time.Minutes:00}:{time.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{time.Days}d {time.Hours:00}:{time.Minutes:00}:{time.Seconds:00}");
    }

    /// <summary>A length of time in words: <c>0.4 s</c>, <c>12 s</c>, <c>3 min 5 s</c>, <c>2 h 10 min</c>, <c>3 d 4 h</c>.</summary>
    public static string Span(double seconds)
    {
        var time = TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 1e9));
        return time.TotalSeconds < 9.95 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s")
            : time.TotalSeconds < 60 ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalSeconds} s")
            : time.TotalHours < 1 ? string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds} s")
            : time.TotalDays < 1 ? string.Create(CultureInfo.InvariantCulture, $"{time.Hours} h {time.Minutes} min")
            : string.Create(CultureInfo.InvariantCulture, $"{time.Days} d {time.Hours} h");
    }

    /// <summary>A size: <c>812 B</c>, <c>4.0 KiB</c>, <c>1.2 GiB</c>.</summary>
    public static string Size(long bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        var (value, unit) = ((double)bytes, 0);
        while (value >= 1_023.95 && unit < units.Length - 1)
        {
            (value, unit) = (value / 1_024, unit + 1);
        }

        return unit == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes} B")
            : string.Create(CultureInfo.InvariantCulture, $"{value:0.0} {units[unit]}");
    }

    /// <summary>A status as a word in a sentence: <c>timed_out</c> is <c>timed out</c>.</summary>
    public static string Status(string status) => status.Replace('_', ' ');
}
