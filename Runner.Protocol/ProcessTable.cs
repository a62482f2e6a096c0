namespace StataRuns.Runner.Protocol;

/// <summary>The system's processes, as far as an identity and a family tree need them.</summary>
internal static partial class ProcessTable
{
    /// <summary>The process with this id, or null if there is none.</summary>
    public static ProcessEntry? TryRead(int processId)
    {
        if (processId <= 0)
        {
            return null;
        }

        if (OperatingSystem.IsLinux())
        {
            return TryReadLinux(processId);
        }

        return OperatingSystem.IsMacOS() ? TryReadMac(processId) : TryReadElsewhere(processId);
    }

    /// <summary>All processes at about this moment; they may have ended before the caller sees them. Linux only: elsewhere there are none to see.</summary>
    public static IEnumerable<ProcessEntry> All()
    {
        if (!OperatingSystem.IsLinux())
        {
            yield break;
        }

        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), out var processId) && TryRead(processId) is { } entry)
            {
                yield return entry;
            }
        }
    }

    private static ProcessEntry? TryReadElsewhere(int processId)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(processId);
            return new(processId, 0, 0, 0, process.StartTime.ToUniversalTime().Ticks, process.HasExited);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
