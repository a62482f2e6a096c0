using System.Runtime.InteropServices;

namespace StataRuns.Runner.Unix;

/// <summary>The wait family (waitid(2), wait4(2)). This program reaps all its children here; the runtime's Process class would be in the way.</summary>
internal static unsafe partial class Waiting
{
    private const int NoChild = 10;
    private const int Interrupted = 4;
    private const int NoHang = 1;
    private const int Exited = 4;
    private const int Everybody = 0;
    private const int OneProcess = 1;
    private const int SignalInfoBytes = 128;

    private static int LeaveIt => OperatingSystem.IsMacOS() ? 0x20 : 0x0100_0000;

    private static int ProcessIdOffset => OperatingSystem.IsMacOS() ? 12 : 16;

    /// <summary>Blocks until a child has ended, and leaves it to be reaped.</summary>
    /// <returns>The child, or 0 if there is none.</returns>
    public static int ForAnyEnd() => Look(Everybody, 0, Exited | LeaveIt);

    /// <summary>Has this child ended? It's left to be reaped.</summary>
    public static bool HasEnded(int processId) => Look(OneProcess, processId, Exited | LeaveIt | NoHang) == processId;

    /// <summary>Reaps a child that has ended.</summary>
    public static int Reap(int processId)
    {
        int status;
        while (WaitForChild(processId, &status, 0) < 0 && Marshal.GetLastPInvokeError() == Interrupted)
        {
        }

        return status;
    }

    /// <summary>Reaps all children that have ended.</summary>
    /// <returns>Are there children that live?</returns>
    public static bool ReapAll()
    {
        while (true)
        {
            int status;
            var reaped = WaitForChild(-1, &status, NoHang);
            if (reaped == 0)
            {
                return true;
            }

            if (reaped < 0 && Marshal.GetLastPInvokeError() == NoChild)
            {
                return false;
            }
        }
    }

    private static int Look(int kind, int processId, int options)
    {
        var info = stackalloc byte[SignalInfoBytes];
        while (true)
        {
            *(int*)(info + ProcessIdOffset) = 0;
            if (WaitForState(kind, (uint)processId, info, options) == 0)
            {
                return *(int*)(info + ProcessIdOffset);
            }

            if (Marshal.GetLastPInvokeError() != Interrupted)
            {
                return 0;
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    private static partial int WaitForState(int kind, uint id, void* info, int options);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitForChild(int processId, int* status, int options);
}
