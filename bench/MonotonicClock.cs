using System.Diagnostics;

namespace StataRuns.Bench;

/// <summary>On Linux the stopwatch reads CLOCK_MONOTONIC in nanoseconds, which is one clock for all processes of a machine.</summary>
internal static class MonotonicClock
{
    public static bool IsShared => OperatingSystem.IsLinux() && Stopwatch.Frequency == 1_000_000_000;

    public static double Milliseconds(long from, long to) => (to - from) / 1e6;

    public static double MillisecondsSince(long from) => Milliseconds(from, Stopwatch.GetTimestamp());
}
