using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace StataRuns.Clients.Tests.Stage;

/// <summary>What lies in a pipe that nobody has read from yet.</summary>
internal static partial class PipeContent
{
    private const nuint Unread = 0x541B; // FIONREAD

    public static int Bytes(Stream ours)
    {
        var descriptor = ours switch
        {
            PipeStream pipe => pipe.SafePipeHandle.DangerousGetHandle(),
            FileStream file => file.SafeFileHandle.DangerousGetHandle(),
            _ => throw new NotSupportedException($"{ours.GetType()} has no descriptor to ask of."),
        };
        return Ask((int)descriptor, Unread, out var count) == 0 ? count : throw new InvalidOperationException("The system does not say what lies in the pipe.");
    }

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Ask(int descriptor, nuint question, out int count);
}
