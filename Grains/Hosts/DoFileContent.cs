using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using StataRuns.Configuration;
using StataRuns.Output;
using StataRuns.Runner.Protocol;

namespace StataRuns.Hosts;

/// <summary>
/// A do-file, opened once: what it is, where it really lies and what it holds is asked of the opened file, so that nothing can be put in its place between
/// the question and the reading. Only an ordinary file on a disk is a do-file: what the kernel makes up as it is read (/proc, /sys) tells of this process, and a name like
/// /dev/fd/63 means another file to each program.
/// </summary>
internal sealed partial class DoFileContent : IDisposable
{
    private const int ReadOnly = 0, NoTerminal = 0x100, NonBlocking = 0x800, CloseOnExec = 0x80000, PathOnly = 0x200000;
    private const int NotPermitted = 1, TryAgain = 11, NoAccess = 13, NoSystemCall = 38, LinkLoop = 40;

    private readonly SafeFileHandle _handle;
    private readonly string _path;

    private DoFileContent(SafeFileHandle handle, string path) => (_handle, _path) = (handle, path);

    /// <summary>Is this a name that only means something to the program that uses it?</summary>
    public static bool IsPrivateName(string path) =>
        path.StartsWith("/proc/", StringComparison.Ordinal) || path.StartsWith("/dev/fd/", StringComparison.Ordinal)
        || path is "/dev/stdin" or "/dev/stdout" or "/dev/stderr" or "/dev/tty";

    /// <summary>Why a path is no do-file, and how to run what it leads to.</summary>
    public static string NotOrdinary(string path) =>
        $"{path} is {KindOf(path)}; file_path names an ordinary file on a disk. To run what a program prints, pipe it into \"stataruns run -\", or write it into a file first.";

    /// <summary>Opens a do-file.</summary>
    /// <param name="path">Its absolute path.</param>
    /// <param name="refusal">What is wrong; null if it was opened or is not there.</param>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="IOException">It cannot be opened now.</exception>
    public static DoFileContent? TryOpen(string path, out string? refusal)
    {
        refusal = null;
        if (IsPrivateName(path))
        {
            refusal = NotOrdinary(path);
            return null;
        }

        if (!Path.Exists(path))
        {
            return null;
        }

        // Asked first as well: to open a device may do something to it.
        var handle = FileKind.IsOrdinary(path) ? OperatingSystem.IsLinux() ? OpenLinux(path) : OrdinaryFile.TryOpen(path) : null;
        if (handle is null || !FileKind.IsOrdinary(handle) || KernelFileSystem.Holds(handle))
        {
            handle?.Dispose();
            refusal = NotOrdinary(path);
            return null;
        }

        return new DoFileContent(handle, path);
    }

    /// <summary>The whole of it as it is now; null if it is not there, is no do-file, or is longer than one may be.</summary>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="IOException">It cannot be read now.</exception>
    public static byte[]? TryRead(string path)
    {
        using var file = TryOpen(path, out _);
        return file?.Read(out _);
    }

    /// <summary>Its bytes; null and how many it has if these are too many.</summary>
    public byte[]? Read(out long length)
    {
        length = RandomAccess.GetLength(_handle);
        if (length > DoFileInspection.LargestDoFile)
        {
            return null;
        }

        var bytes = new byte[length];
        return bytes[..OrdinaryFile.Fill(_handle, bytes, 0)];
    }

    /// <summary>Which file it is, and when it was changed last.</summary>
    public FileStatus? Status() => FileStatus.Of(_handle);

    /// <summary>Where the opened file really is, whatever links led to it.</summary>
    public string RealPath() => RealPathOf(_handle, _path);

    /// <summary>Where a folder really is; null if it is none. Like a do-file it is opened first and asked then.</summary>
    public static string? RealFolder(string path)
    {
        if (!Directory.Exists(path))
        {
            return null;
        }

        if (!OperatingSystem.IsLinux())
        {
            return Configuration.RealPath.Of(path);
        }

        using var handle = new SafeFileHandle(Open(path, PathOnly | CloseOnExec), ownsHandle: true);
        return handle.IsInvalid ? null : RealPathOf(handle, path);
    }

    public void Dispose() => _handle.Dispose();

    private static string RealPathOf(SafeFileHandle handle, string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return Configuration.RealPath.Of(path);
        }

        var held = false;
        try
        {
            handle.DangerousAddRef(ref held);
            return new FileInfo($"/proc/self/fd/{handle.DangerousGetHandle()}").LinkTarget
                ?? throw new IOException($"{path}: where it lies cannot be told without /proc.");
        }
        finally
        {
            if (held)
            {
                handle.DangerousRelease();
            }
        }
    }

    /// <summary>Null: a link of the kernel's own (/proc/PID/fd, root, cwd, exe) is on the way.</summary>
    private static SafeFileHandle? OpenLinux(string path)
    {
        // Opened so that a pipe which was put there since does not hold us.
        var descriptor = OpenWithoutKernelLinks(path, ReadOnly | NonBlocking | NoTerminal | CloseOnExec, out var error);
        if (descriptor < 0 && error == TryAgain)
        {
            // A file server has leased it, and gives it back when asked by one who waits.
            descriptor = OpenWithoutKernelLinks(path, ReadOnly | NoTerminal | CloseOnExec, out error);
        }

        if (descriptor >= 0)
        {
            return new SafeFileHandle(descriptor, ownsHandle: true);
        }

        return error switch
        {
            LinkLoop => null,
            NotPermitted or NoAccess => throw new UnauthorizedAccessException(),
            _ => throw new IOException(Marshal.GetPInvokeErrorMessage(error)),
        };
    }

    private static int OpenWithoutKernelLinks(string path, int flags, out int error)
    {
        const nint openAt2 = 437; // the same on every architecture
        const int currentFolder = -100, howSize = 24;
        const ulong noMagicLinks = 0x02; // RESOLVE_NO_MAGICLINKS
        Span<byte> how = stackalloc byte[howSize];
        how.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(how, (ulong)flags);
        BinaryPrimitives.WriteUInt64LittleEndian(how[16..], noMagicLinks);
        var descriptor = (int)OpenAt2(openAt2, currentFolder, path, how, howSize);
        error = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        if (descriptor < 0 && error is NoSystemCall or NotPermitted)
        {
            // Before Linux 5.6, or a sandbox that does not know the call: what the file is, is asked of it in any case.
            descriptor = Open(path, flags);
            error = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        }

        return descriptor;
    }

    private static string KindOf(string path) => IsPrivateName(path)
        ? "a name that means another file to each program"
        : FileKind.IsOrdinary(path) ? "made up by the system as it is read" : "a device, a pipe or a socket";

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint OpenAt2(nint call, nint folder, string path, Span<byte> how, nint size);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
