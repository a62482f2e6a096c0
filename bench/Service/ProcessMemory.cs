using System.Globalization;

namespace StataRuns.Bench.Service;

/// <summary>Memory of a process as the system counts it.</summary>
internal sealed class ProcessMemory(int processId)
{
    /// <summary>Resident kilobytes.</summary>
    public long ResidentKilobytes => Field("status", "VmRSS:");

    /// <summary>Resident kilobytes, with shared pages divided among those who share them.</summary>
    public long OwnKilobytes => Field("smaps_rollup", "Pss:");

    private long Field(string file, string name)
    {
        var line = File.ReadLines($"/proc/{processId}/{file}").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }
}
