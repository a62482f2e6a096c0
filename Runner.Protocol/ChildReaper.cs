using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace StataRuns.Runner.Protocol;

/// <summary>
/// Reaps the children that <see cref="DetachedProcess"/> started, and only those: the runtime's own <c>Process</c> class reaps
/// its children in its own handler of the same signal and leaves strangers alone, as we do. No thread waits for a
/// child, so a thousand living runners cost a dictionary; the signals of children that end together may be merged into one, so each
/// signal makes us look at all of ours.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static unsafe partial class ChildReaper
{
    private const int NoHang = 1;
    private const int Interrupted = 4;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<int, Action<int>?> Children = [];
    private static PosixSignalRegistration? _registration;

    public static void Watch(int processId, Action<int>? ended)
    {
        lock (Gate)
        {
            _registration ??= PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => Sweep());
            Children.Add(processId, ended);
        }

        // It may have ended before it was watched, and its signal have found nothing to do.
        Sweep();
    }

    private static void Sweep()
    {
        List<(Action<int> Ended, int Status)>? toTell = null;
        lock (Gate)
        {
            foreach (var (processId, ended) in Children)
            {
                if (HasEnded(processId) is { } status)
                {
                    // The one change that an enumeration of a dictionary allows.
                    Children.Remove(processId);
                    if (ended is not null)
                    {
                        (toTell ??= []).Add((ended, status));
                    }
                }
            }
        }

        foreach (var (ended, status) in toTell ?? [])
        {
            ThreadPool.QueueUserWorkItem(static told => told.Ended(told.Status), (Ended: ended, Status: status), preferLocal: false);
        }
    }

    private static int? HasEnded(int processId)
    {
        int status, reaped;
        do
        {
            reaped = WaitForChild(processId, &status, NoHang);
        }
        while (reaped < 0 && Marshal.GetLastPInvokeError() == Interrupted);

        if (reaped == 0)
        {
            return null;
        }

        // Negative: reaped already by the system, because this process was started with the signal ignored. The status is lost then.
        var signal = status & 0x7f;
        return reaped < 0 ? -1 : signal == 0 ? (status >> 8) & 0xff : 128 + signal;
    }

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitForChild(int processId, int* status, int options);
}
