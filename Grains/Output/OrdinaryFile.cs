using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StataRuns.Output;

/// <summary>
/// Opens a file where anybody may have put anything. What is not there, may not be read, or is no ordinary file is null;
/// nothing here waits for a pipe's other end. A disk that fails, or a process that has no descriptor left, throws.
/// </summary>
internal static partial class OrdinaryFile
{
    private const int ReadOnly = 0, NoTerminal = 0x100, NonBlocking = 0x800, CloseOnExec = 0x80000;
    private const int NotPermitted = 1, NoEntry = 2, NoDevice = 6, TryAgain = 11, NoAccess = 13, NoSuchDevice = 19, NoFolder = 20, NameTooLong = 36, LinkLoop = 40;

    /// <summary>Opens it for reading, beside whoever writes it.</summary>
    /// <exception cref="IOException">The system cannot open it now.</exception>
    public static SafeFileHandle? TryOpen(string path)
    {
        // Asked first: to open a device may do something to it.
        if (!FileKind.IsOrdinary(path))
        {
            return null;
        }

        if (!OperatingSystem.IsLinux())
        {
            return TryOpenShared(path);
        }

        // Opened so that a pipe which was put there since then does not hold us, and asked again what it is.
        var file = new SafeFileHandle(Open(path, ReadOnly | NonBlocking | NoTerminal | CloseOnExec), ownsHandle: true);
        if (!file.IsInvalid)
        {
            if (FileKind.IsOrdinary(file))
            {
                return file;
            }

            file.Dispose();
            return null;
        }

        var error = Marshal.GetLastPInvokeError();
        file.Dispose();
        return error switch
        {
            NotPermitted or NoEntry or NoDevice or NoAccess or NoSuchDevice or NoFolder or NameTooLong or LinkLoop => null,
            TryAgain => TryOpenShared(path), // a file server has leased it, and gives it back when asked by one who waits
            _ => throw new IOException($"{path} could not be opened: {Marshal.GetPInvokeErrorMessage(error)}"),
        };
    }

    /// <summary>The whole of it; null too when it is longer than that.</summary>
    /// <exception cref="IOException">The system cannot read it now.</exception>
    public static byte[]? TryRead(string path, long longest)
    {
        using var file = TryOpen(path);
        if (file is null || RandomAccess.GetLength(file) is var length && length > longest)
        {
            return null;
        }

        var bytes = new byte[length];
        return bytes[..Fill(file, bytes, 0)];
    }

    /// <summary>Reads until the span is full or the file ends.</summary>
    public static int Fill(SafeFileHandle file, Span<byte> bytes, long offset)
    {
        var read = 0;
        while (read < bytes.Length && RandomAccess.Read(file, bytes[read..], offset + read) is var more and > 0)
        {
            read += more;
        }

        return read;
    }

    private static SafeFileHandle? TryOpenShared(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException or PathTooLongException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
