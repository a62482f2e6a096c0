using System.Globalization;
using StataRuns.Runner.Protocol;

namespace StataRuns.Runners;

/// <summary>What a living process has used so far, looked at no more than once a second. The exit record has the final figures.</summary>
internal sealed class ProcessUse(ProcessIdentity process)
{
    // USER_HZ: 100 on every Linux that .NET runs on (proc(5), sysconf(_SC_CLK_TCK)).
    private const double TicksPerSecond = 100;

    private DateTimeOffset _looked;

    /// <summary>Processor time in seconds; null where the system does not tell.</summary>
    public double? CpuSeconds { get; private set; }

    /// <summary>Largest resident memory in bytes; null where the system does not tell.</summary>
    public long? PeakMemoryBytes { get; private set; }

    public void Refresh(DateTimeOffset now)
    {
        if (now - _looked < TimeSpan.FromSeconds(1) || !OperatingSystem.IsLinux())
        {
            return;
        }

        _looked = now;
        try
        {
            var stat = File.ReadAllText($"/proc/{process.ProcessId}/stat");
            // The name in parentheses may hold anything; what follows it are numbers. utime and stime are fields 14 and 15,
            // those of waited-for children 16 and 17, the start time 22.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            if (long.Parse(fields[19], CultureInfo.InvariantCulture) != process.StartTime)
            {
                return;
            }

            CpuSeconds = fields[11..15].Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)) / TicksPerSecond;
            var peak = File.ReadLines($"/proc/{process.ProcessId}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            if (peak is not null)
            {
                PeakMemoryBytes = long.Parse(peak.AsSpan(6, peak.Length - 9), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) * 1024;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has just ended.
        }
    }
}
