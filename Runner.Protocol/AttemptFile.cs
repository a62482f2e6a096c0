using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StataRuns.Runner.Protocol;

/// <summary>
/// Reads files in a run's folder. The run can put anything there: a pipe without a writer, a link to another file, a file
/// without the right to read it; and a disk can fail. So an entry is opened without waiting and only if it is itself an ordinary
/// file, and whatever cannot be read is null: evidence that is missing, never a call that blocks and never an exception that is
/// met again at each try. Only a process that is short of descriptors or memory throws, since that passes.
/// </summary>
public static partial class AttemptFile
{
    private const int TooManyOpen = 24, TooManyInSystem = 23, NoMemory = 12; // EMFILE, ENFILE, ENOMEM

    // <fcntl.h>: read-only, without waiting, without a terminal, closed at exec, and not through a link. ARM and PowerPC number the last one differently.
    private static readonly int Flags =
        OperatingSystem.IsMacOS() ? 0x4 | 0x20000 | 0x1000000 | 0x100
        : 0x800 | 0x100 | 0x80000
            | (RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm or Architecture.Ppc64le ? 0x8000 : 0x20000);

    /// <summary>Opens an ordinary file for reading; null for anything else, and for what cannot be read.</summary>
    /// <exception cref="IOException">This process has no descriptor or memory left now.</exception>
    public static SafeFileHandle? TryOpen(string path)
    {
        // Asked first: to open a device may do something to it.
        if (FileStatus.Of(path) is not { IsOrdinary: true })
        {
            return null;
        }

        if (OperatingSystem.IsWindows())
        {
            return TryOpenShared(path);
        }

        var file = new SafeFileHandle(Open(path, Flags), ownsHandle: true);
        if (!file.IsInvalid)
        {
            // Another entry may have taken the name since it was asked.
            if (FileStatus.Of(file) is { IsOrdinary: true })
            {
                return file;
            }

            file.Dispose();
            return null;
        }

        var error = Marshal.GetLastPInvokeError();
        file.Dispose();
        return error is TooManyOpen or TooManyInSystem or NoMemory
            ? throw new IOException($"{path} cannot be opened now: {Marshal.GetPInvokeErrorMessage(error)}")
            : null;
    }

    /// <summary>The whole of an ordinary file; null when there is none that can be read whole, or it is longer than that.</summary>
    /// <exception cref="IOException">This process has no descriptor or memory left now.</exception>
    public static byte[]? TryRead(string path, int longest)
    {
        using var file = TryOpen(path);
        if (file is null)
        {
            return null;
        }

        try
        {
            var length = RandomAccess.GetLength(file);
            if (length > longest)
            {
                return null;
            }

            var bytes = new byte[length];
            return bytes[..Fill(file, bytes, 0)];
        }
        catch (IOException)
        {
            return null; // a bad sector
        }
    }

    /// <summary>Reads until the span is full or the file ends.</summary>
    /// <exception cref="IOException">The disk cannot read it.</exception>
    public static int Fill(SafeFileHandle file, Span<byte> bytes, long offset)
    {
        var read = 0;
        while (read < bytes.Length && RandomAccess.Read(file, bytes[read..], offset + read) is var more and > 0)
        {
            read += more;
        }

        return read;
    }

    /// <summary>Bytes of an ordinary file, for which no right to read it is needed; 0 for anything else.</summary>
    public static long Length(string path) => FileStatus.Of(path) is { IsOrdinary: true } status ? status.Length : 0;

    private static SafeFileHandle? TryOpenShared(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
