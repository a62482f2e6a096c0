using System.Globalization;
using System.Runtime.InteropServices;

namespace StataRuns.Bench.Report;

/// <summary>Where the figures were taken.</summary>
internal static class Machine
{
    /// <summary>How many processes want a processor, on average over the last minute.</summary>
    public static string Load => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    public static string Describe()
    {
        var model = Line("/proc/cpuinfo", "model name")?.Split(':')[^1].Trim() ?? "unknown processor";
        var memory = Line("/proc/meminfo", "MemTotal:") is { } total
            ? long.Parse(total["MemTotal:".Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) / (1024 * 1024)
            : 0;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} × {model}, {memory} GiB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
    }

    private static string? Line(string file, string start) => File.ReadLines(file).FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal));
}
