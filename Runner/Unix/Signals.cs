using System.Runtime.InteropServices;

namespace StataRuns.Runner.Unix;

internal static partial class Signals
{
    public const int Kill = 9;
    public const int Terminate = 15;

    private const int HangUp = 1;
    private const int Interrupt = 2;
    private const int BrokenPipe = 13;
    private const nint Ignore = 1;

    /// <summary>
    /// A runner ends when its run ends. These signals reach it by accident: a terminal that closes, a service manager that stops
    /// everything it can name, a kill of a whole group. If it obeyed, the run would go on with nobody to enforce its limits and record its
    /// end. To end a run there is the control socket; to end a runner regardless, SIGKILL, after which another one adopts.
    /// </summary>
    public static void IgnorePoliteOnes()
    {
        _ = SetHandler(HangUp, Ignore);
        _ = SetHandler(Interrupt, Ignore);
        _ = SetHandler(Terminate, Ignore);

        // And one that tells what the failed call tells too: somebody hung up.
        _ = SetHandler(BrokenPipe, Ignore);
    }

    /// <summary>Sends a signal to one process. It may be gone already.</summary>
    public static void Send(int processId, int signal) => _ = SendSignal(processId, signal);

    /// <summary>Sends a signal to a process group, to all of it at once: none of its members can fork out of it.</summary>
    public static void SendToGroup(int group, int signal) => _ = SendSignal(-group, signal);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetHandler(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int processId, int signal);
}
