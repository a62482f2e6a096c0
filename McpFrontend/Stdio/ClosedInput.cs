using System.Runtime.InteropServices;

namespace StataRuns.McpFrontend.Stdio;

/// <summary>
/// Whether the client has closed the relay's standard input. The end of a pipe is read only behind all that was written to it, and is
/// not read at all while the relay waits for the client to take an answer; the system knows it at once.
/// </summary>
internal static partial class ClosedInput
{
    private const int StandardInput = 0;
    private const short Readable = 0x0001;
    private const short Error = 0x0008;
    private const short HungUp = 0x0010; // of a pipe: it has no writer any more
    private const short HalfClosed = 0x2000; // of a socket: POLLRDHUP of Linux

    /// <summary>Is it closed? False where the system cannot be asked: then the end is known when it is read.</summary>
    public static bool Ask()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        var input = new PolledDescriptor { Descriptor = StandardInput, Asked = Readable | HalfClosed };
        return Poll(ref input, 1, 0) == 1 && (input.Seen & (Error | HungUp | HalfClosed)) != 0;
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref PolledDescriptor descriptors, nuint count, int timeout);

    [StructLayout(LayoutKind.Sequential)]
    private struct PolledDescriptor
    {
        public int Descriptor;
        public short Asked;
        public short Seen;
    }
}
