using System.Runtime.InteropServices;

namespace StataRuns.McpFrontend.Cli.Watching;

/// <summary>
/// Tells when nobody reads standard output any more, without writing to it: <c>logs -f | head -3</c> ends with <c>head</c>,
/// and not with the next line of a run that may be silent for hours.
/// </summary>
internal static unsafe partial class OutputClosed
{
    private const int StandardOutput = 1;
    private const int Interrupted = 4;
    private const int ForEver = -1;

    /// <summary>Cancelled once the reader of a pipe has gone. On Windows never: there the next write tells.</summary>
    public static CancellationToken Watch()
    {
        if (OperatingSystem.IsWindows())
        {
            return CancellationToken.None;
        }

        // A thread that sleeps in the system until then, and goes with the program.
        var closed = new CancellationTokenSource();
        new Thread(() => Wait(closed)) { IsBackground = true, Name = "reader of standard output" }.Start();
        return closed.Token;
    }

    private static void Wait(CancellationTokenSource closed)
    {
        // Nothing is asked for: what is reported all the same is that the other end is gone. Of a file nothing ever is.
        var entry = new Entry { Descriptor = StandardOutput };
        int ready;
        do
        {
            ready = Poll(&entry, 1, ForEver);
        }
        while (ready < 0 && Marshal.GetLastPInvokeError() == Interrupted);

        if (ready > 0)
        {
            closed.Cancel();
        }
    }

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(Entry* entries, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        public int Descriptor;
        public short Wanted;
        public short Happened;
    }
}
