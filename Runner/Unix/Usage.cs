using System.Runtime.InteropServices;

namespace StataRuns.Runner.Unix;

/// <summary>What all children that were reaped so far have used, with the children they waited for themselves (getrusage(2)).</summary>
/// <param name="CpuSeconds">Processor time, user and system.</param>
/// <param name="PeakMemoryBytes">
/// Resident memory of the largest one. The system counts the moment between fork and exec in, so nothing is smaller than the runner itself.
/// </param>
internal readonly partial record struct Usage(double CpuSeconds, long PeakMemoryBytes)
{
    private const int Children = -1;
    private const int StructureBytes = 144;
    private const double Microseconds = 1e-6;

    public static unsafe Usage? OfChildren()
    {
        var usage = stackalloc byte[StructureBytes];
        if (Get(Children, usage) != 0)
        {
            return null;
        }

        // struct timeval is two 64-bit numbers; on macOS the second one has 32 bits and padding behind it.
        var cpu = *(long*)usage + (*(int*)(usage + 8) * Microseconds) + *(long*)(usage + 16) + (*(int*)(usage + 24) * Microseconds);
        var peak = *(long*)(usage + 32);
        return new(cpu, OperatingSystem.IsMacOS() ? peak : peak * 1024);
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static unsafe partial int Get(int who, void* usage);
}
