using System.Globalization;
using StataRuns.McpFrontend.Cli.Display;
using StataRuns.Stata;

namespace StataRuns.McpFrontend.Cli.Doctor;

/// <summary>What the system allows: open files, processes, memory.</summary>
internal static class LimitChecks
{
    private const long FewOpenFiles = 1_024;
    private const long FewProcesses = 256;
    private const long LittleMemory = 1L << 30;

    public static IEnumerable<Finding> Of(IMachineFacts facts)
    {
        if (facts.Text("/proc/self/limits") is { } limits)
        {
            yield return Count("open-files", "Open files", Limit(limits, "Max open files"), FewOpenFiles, "ulimit -n");
            yield return Count("processes", "Processes", Limit(limits, "Max processes"), FewProcesses, "ulimit -u");
        }

        if (facts.Text("/proc/meminfo") is { } memory && KiB(memory, "MemAvailable:") is { } available)
        {
            yield return available < LittleMemory
                ? new Finding("memory", "Memory", FindingOutcome.Warning, $"{Words.Size(available)} free", null, "Stata may be killed for want of memory; StataRuns:Runs:MaxConcurrent limits how many run at a time.")
                : new Finding("memory", "Memory", FindingOutcome.Good, $"{Words.Size(available)} free");
        }

        if (Group(facts) is { } group)
        {
            yield return group;
        }
    }

    /// <summary>A line of <c>/proc/PID/limits</c>, the soft limit; null for none.</summary>
    private static long? Limit(string limits, string name)
    {
        var line = limits.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        var soft = line?[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : null;
    }

    private static Finding Count(string id, string title, long? limit, long few, string command)
    {
        var seen = limit is { } number ? string.Create(CultureInfo.InvariantCulture, $"{number} at most") : "no limit";
        return limit < few
            ? new Finding(id, title, FindingOutcome.Warning, seen, null, $"Many runs at a time need more: raise it with \"{command}\" where the service is started.")
            : new Finding(id, title, FindingOutcome.Good, seen);
    }

    private static long? KiB(string memory, string name)
    {
        var line = memory.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        var number = line?[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var kib) ? kib * 1_024 : null;
    }

    /// <summary>The memory that this process's control group allows; null where it sets no limit.</summary>
    private static Finding? Group(IMachineFacts facts)
    {
        foreach (var line in (facts.Text("/proc/self/cgroup") ?? "").Split('\n'))
        {
            // 0::/user.slice/…  or  4:memory:/user.slice/…
            var fields = line.Split(':', 3);
            var file = fields switch
            {
                ["0", "", var path] => $"/sys/fs/cgroup{path}/memory.max",
                [_, "memory", var path] => $"/sys/fs/cgroup/memory{path}/memory.limit_in_bytes",
                _ => null,
            };
            // Version 1 writes "no limit" as a number of some exabytes.
            if (file is not null && long.TryParse(facts.Text(file)?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit < 1L << 50)
            {
                return limit < LittleMemory
                    ? new Finding("group-memory", "Memory of this session", FindingOutcome.Warning, $"limited to {Words.Size(limit)}", null, "A service started here, and its runs, share it: start it where there is more.")
                    : new Finding("group-memory", "Memory of this session", FindingOutcome.Note, $"limited to {Words.Size(limit)}, for the service started here and all its runs");
            }
        }

        return null;
    }
}
