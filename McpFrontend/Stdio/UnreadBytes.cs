using System.Runtime.InteropServices;

namespace StataRuns.McpFrontend.Stdio;

/// <summary>
/// Whether the client has read all that was written to it. A pipe takes an answer whether anybody reads it or not, and gives
/// it to nobody once the reader has died; the system counts what still lies in it.
/// </summary>
internal sealed partial class UnreadBytes
{
    /// <summary>The relay's way to its client.</summary>
    public const int StandardOutput = 1;

    private const nuint InPipe = 0x541B; // FIONREAD: of a pipe, the same at either end
    private const nuint InSocket = 0x5411; // SIOCOUTQ: what the other end has not read yet
    private const short Error = 0x08;
    private const short HungUp = 0x10;

    private readonly int _descriptor;

    /// <summary>The question that fits; null where nothing can be asked, and what was written counts as read.</summary>
    private readonly nuint? _question;

    public UnreadBytes(int descriptor)
    {
        _descriptor = descriptor;
        _question = QuestionFor(descriptor);
    }

    /// <summary>Does anything lie unread?</summary>
    public bool AreThere => _question is { } question && Ask(_descriptor, question, out var count) == 0 && count > 0;

    /// <summary>
    /// Has the reader closed its end? Asked after the count: what a dead reader left in a socket is thrown away, but its end is
    /// marked as closed before that, so that a count of nothing by death is always seen here.
    /// </summary>
    public bool HaveLostTheirReader
    {
        get
        {
            var end = new PolledDescriptor { Descriptor = _descriptor };
            return _question is not null && Poll(ref end, 1, 0) == 1 && (end.Seen & (Error | HungUp)) != 0;
        }
    }

    private static nuint? QuestionFor(int descriptor)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        // Launched from Node, a process's standard output is a socket; from most others, a pipe.
        var target = new FileInfo($"/proc/self/fd/{descriptor}").LinkTarget;
        return target switch
        {
            not null when target.StartsWith("pipe:", StringComparison.Ordinal) => InPipe,
            not null when target.StartsWith("socket:", StringComparison.Ordinal) => InSocket,
            _ => null,
        };
    }

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Ask(int descriptor, nuint question, out int count);

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
