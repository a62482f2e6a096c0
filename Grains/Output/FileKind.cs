using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StataRuns.Output;

/// <summary>What lies at a path, asked without opening it.</summary>
internal static partial class FileKind
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const int NoFollow = 0x100, EmptyPath = 0x1000; // AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH
    private const uint Wanted = 0x1 | 0x2 | 0x8 | 0x200; // STATX_TYPE, STATX_MODE, STATX_UID, STATX_SIZE
    private const int TypeMask = 0xF000, OrdinaryFile = 0x8000, Folder = 0x4000;

    // struct statx, the same on every architecture (statx(2)): 256 bytes; stx_uid 32 bits at 20, stx_mode 16 at 28, stx_size 64 at 40.
    private const int StatxSize = 256, OwnerOffset = 20, ModeOffset = 28, LengthOffset = 40;

    /// <summary>
    /// Is a path, or what its links lead to, an ordinary file? Asked before it is opened: opening a pipe waits for its other
    /// end for ever, and a device may have no end at all. What is not there is none.
    /// </summary>
    public static bool IsOrdinary(string path) => OrdinaryLength(path) is not null;

    /// <summary>The bytes of an ordinary file, for which no right to read it is needed; null for anything else.</summary>
    public static long? OrdinaryLength(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            return null; // the system would look for what stands before it
        }

        if (OperatingSystem.IsLinux())
        {
            return Ask(CurrentFolder, path, 0) is { IsOrdinary: true } status ? status.Length : null;
        }

        try
        {
            var file = new FileInfo(path);
            return file.Exists && (file.Attributes & (FileAttributes.Directory | FileAttributes.Device)) == 0
                && !path.StartsWith("/dev/", StringComparison.Ordinal)
                    ? file.Length
                    : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Is what was opened an ordinary file? The path may have been given to another between question and opening.</summary>
    public static bool IsOrdinary(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            return true;
        }

        var held = false;
        try
        {
            file.DangerousAddRef(ref held);
            return Ask((int)file.DangerousGetHandle(), "", EmptyPath) is { IsOrdinary: true };
        }
        finally
        {
            if (held)
            {
                file.DangerousRelease();
            }
        }
    }

    /// <summary>Is it a folder, itself and not by a link, that belongs to the user of this process?</summary>
    public static bool IsOwnFolder(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            return Ask(CurrentFolder, path, NoFollow) is { IsFolder: true } status && status.Owner == EffectiveUser();
        }

        if (new DirectoryInfo(path) is not { Exists: true, LinkTarget: null })
        {
            return false;
        }

        if (OperatingSystem.IsWindows())
        {
            return true; // the temporary folder there is each user's own
        }

        try
        {
            // Only its owner may do even this.
            File.SetUnixFileMode(path, File.GetUnixFileMode(path));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static Status? Ask(int folder, string path, int flags)
    {
        Span<byte> status = stackalloc byte[StatxSize];
        return Statx(folder, path, flags, Wanted, status) == 0
            ? new Status(
                BinaryPrimitives.ReadUInt16LittleEndian(status[ModeOffset..]),
                BinaryPrimitives.ReadUInt32LittleEndian(status[OwnerOffset..]),
                BinaryPrimitives.ReadInt64LittleEndian(status[LengthOffset..]))
            : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint wanted, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    private readonly record struct Status(int Mode, uint Owner, long Length)
    {
        public bool IsOrdinary => (Mode & TypeMask) == OrdinaryFile;

        public bool IsFolder => (Mode & TypeMask) == Folder;
    }
}
