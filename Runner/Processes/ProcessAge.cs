using System.Globalization;
using StataRuns.Runner.Protocol;

namespace StataRuns.Runner.Processes;

/// <summary>How long a process has been there, by the system's count since boot (which includes sleep).</summary>
internal static class ProcessAge
{
    // USER_HZ, in which /proc counts: 100 on every architecture that .NET runs on, whatever the kernel's own HZ.
    private const double TicksPerSecond = 100;

    public static TimeSpan Of(ProcessIdentity process)
    {
        var uptime = double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds(Math.Max(0, uptime - (process.StartTime / TicksPerSecond)));
    }
}
