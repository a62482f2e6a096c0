using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StataRuns.Output;

/// <summary>
/// A folder that a run may have changed in whatever way, held so that what is reached through it lies in it: no link below
/// the folder that is trusted is followed, whenever it was put there. (Where there is no <c>openat</c> the links are looked
/// for before, which a run that is still alive could outwit.)
/// </summary>
internal sealed partial class HeldFolder : IDisposable
{
    private const int ReadOnly = 0, NoTerminal = 0x100, NonBlocking = 0x800, CloseOnExec = 0x80000;

    // <asm/fcntl.h>: ARM and PowerPC number these two differently from everybody else.
    private static readonly bool IsOwnNumbering =
        RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm or Architecture.Ppc64le;

    private static readonly int NoFollow = IsOwnNumbering ? 0x8000 : 0x20000;
    private static readonly int OnlyFolder = IsOwnNumbering ? 0x4000 : 0x10000;

    private readonly SafeFileHandle? _handle;
    private readonly string _path;

    private HeldFolder(SafeFileHandle? handle, string path) => (_handle, _path) = (handle, path);

    /// <summary>Opens a folder; null if it is not there, or a link is on the way to it.</summary>
    /// <param name="trusted">A folder that no run can replace; links that lead to it are somebody's wish.</param>
    /// <param name="names">The names on the way down from it.</param>
    public static HeldFolder? TryOpen(string trusted, ReadOnlySpan<string> names)
    {
        if (!OperatingSystem.IsLinux())
        {
            return TryOpenByPath(trusted, names);
        }

        var folder = TryOpenAt(null, trusted, OnlyFolder);
        foreach (var name in names)
        {
            using var above = folder;
            folder = above is null ? null : TryOpenAt(above, name, OnlyFolder | NoFollow);
        }

        return folder is null ? null : new HeldFolder(folder, $"/proc/self/fd/{folder.DangerousGetHandle()}");
    }

    /// <summary>The names of what lies in it, in no order.</summary>
    public IEnumerable<string> Names() => Directory.EnumerateFileSystemEntries(_path).Select(path => Path.GetFileName(path));

    /// <summary>Opens an ordinary file in it for reading; null for anything else.</summary>
    public SafeFileHandle? TryOpenFile(string name)
    {
        if (_handle is null)
        {
            var path = Path.Combine(_path, name);
            return new FileInfo(path) is { Exists: true, LinkTarget: null } ? OrdinaryFile.TryOpen(path) : null;
        }

        // Opened so that a pipe does not hold us, and asked what it is.
        var file = TryOpenAt(_handle, name, NoFollow | NonBlocking | NoTerminal);
        if (file is null || FileKind.IsOrdinary(file))
        {
            return file;
        }

        file.Dispose();
        return null;
    }

    /// <summary>Makes the names in it durable.</summary>
    public void Flush()
    {
        if (_handle is not null)
        {
            RandomAccess.FlushToDisk(_handle);
        }
    }

    public void Dispose() => _handle?.Dispose();

    private static HeldFolder? TryOpenByPath(string trusted, ReadOnlySpan<string> names)
    {
        var path = trusted;
        foreach (var name in names)
        {
            path = Path.Combine(path, name);
            if (new DirectoryInfo(path) is not { Exists: true, LinkTarget: null })
            {
                return null;
            }
        }

        return new HeldFolder(null, path);
    }

    private static SafeFileHandle? TryOpenAt(SafeFileHandle? folder, string name, int flags)
    {
        const int currentFolder = -100; // AT_FDCWD
        var held = false;
        try
        {
            folder?.DangerousAddRef(ref held);
            var file = new SafeFileHandle(
                OpenAt(folder is null ? currentFolder : (int)folder.DangerousGetHandle(), name, ReadOnly | CloseOnExec | flags), ownsHandle: true);
            if (!file.IsInvalid)
            {
                return file;
            }

            file.Dispose();
            return null;
        }
        finally
        {
            if (held)
            {
                folder!.DangerousRelease();
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenAt(int folder, string name, int flags);
}
