using System.Runtime.InteropServices;

namespace StataRuns.McpFrontend.Stdio;

/// <summary>
/// Whether the client has read all that was written to it. A pipe takes an answer whether anybody reads it or not, and gives
/// it to nobody once the reader has died; the system counts what still lies in it.
/// </summary>
internal static partial class UnreadBytes
{
    private const int StandardOutput = 1;
    private const nuint InPipe = 0x541B; // FIONREAD: of a pipe, the same at either end
    private const nuint InSocket = 0x5411; // SIOCOUTQ: what the other end has not read yet

    /// <summary>The question that fits; null where nothing can be asked, and what was written counts as read.</summary>
    private static readonly nuint? Question = ForOutput();

    /// <summary>Does anything lie unread on standard output?</summary>
    public static bool AreThere => Question is { } question && Ask(StandardOutput, question, out var count) == 0 && count > 0;

    private static nuint? ForOutput()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        // Launched from Node, a process's standard output is a socket; from most others, a pipe.
        var target = new FileInfo($"/proc/self/fd/{StandardOutput}").LinkTarget;
        return target switch
        {
            not null when target.StartsWith("pipe:", StringComparison.Ordinal) => InPipe,
            not null when target.StartsWith("socket:", StringComparison.Ordinal) => InSocket,
            _ => null,
        };
    }

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Ask(int descriptor, nuint question, out int count);
}
