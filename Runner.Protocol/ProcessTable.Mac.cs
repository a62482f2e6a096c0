using System.Runtime.InteropServices;

namespace StataRuns.Runner.Protocol;

// Written from Apple's headers (libproc.h, sys/proc_info.h); not tried on a Mac.
internal static partial class ProcessTable
{
    private const int BsdInfoFlavor = 3;
    private const int BsdInfoSize = 136;
    private const uint Zombie = 5;

    private static unsafe ProcessEntry? TryReadMac(int processId)
    {
        var info = stackalloc byte[BsdInfoSize];
        if (ProcessInfo(processId, BsdInfoFlavor, 0, info, BsdInfoSize) != BsdInfoSize)
        {
            return null;
        }

        var startMicroseconds = (*(long*)(info + 120) * 1_000_000) + *(long*)(info + 128);
        return new(processId, *(int*)(info + 16), *(int*)(info + 100), 0, startMicroseconds, *(uint*)(info + 4) == Zombie);
    }

    [LibraryImport("libproc", EntryPoint = "proc_pidinfo")]
    private static unsafe partial int ProcessInfo(int processId, int flavor, ulong argument, void* buffer, int size);
}
