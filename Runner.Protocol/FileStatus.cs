using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StataRuns.Runner.Protocol;

/// <summary>What lies at a path: the entry itself, never what a link leads to. Asked without opening it, so nothing blocks.</summary>
/// <param name="Kind">File, folder, or neither.</param>
/// <param name="Length">Bytes of a file.</param>
/// <param name="Device">The file system it lies in; 0 where the system does not say.</param>
/// <param name="Inode">Its number there: two names with the same device and inode are one file. 0 where the system does not say.</param>
/// <param name="ModifiedNs">When its content was changed last, in nanoseconds since 1970. A program can set it.</param>
/// <param name="ChangedNs">When content, name or rights were changed last, by the clock of the file system. No program can set it; 0 where the system does not say.</param>
public readonly partial record struct FileStatus(FileEntryKind Kind, long Length, ulong Device, ulong Inode, long ModifiedNs, long ChangedNs)
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const int NoFollow = 0x100, EmptyPath = 0x1000, ForceSync = 0x2000; // AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH, AT_STATX_FORCE_SYNC
    private const uint BasicStatistics = 0x7FF; // STATX_BASIC_STATS
    private const int NoEntry = 2, NoFolder = 20; // ENOENT, ENOTDIR
    private const int TypeMask = 0xF000, OrdinaryType = 0x8000, FolderType = 0x4000, LinkType = 0xA000;

    // struct statx, the same on every architecture (statx(2)).
    private const int StatxSize = 256, ModeOffset = 28, InodeOffset = 32, LengthOffset = 40, ChangedOffset = 96, ModifiedOffset = 112, DeviceOffset = 136;

    /// <summary>When it was changed last, as far as the system says what no program can set; else when its content was.</summary>
    public DateTimeOffset ChangedAt => DateTimeOffset.UnixEpoch.AddTicks((ChangedNs == 0 ? ModifiedNs : ChangedNs) / TimeSpan.NanosecondsPerTick);

    /// <summary>Is it an ordinary file?</summary>
    public bool IsOrdinary => Kind == FileEntryKind.Ordinary;

    /// <summary>Asks; null if there is nothing, or if it may not be seen.</summary>
    public static FileStatus? Of(string path) => TryAsk(path, out var status) == FileEntryAnswer.There ? status : null;

    /// <summary>
    /// Asks what a path leads to, links followed; null if it leads to nothing, or if that may not be seen. A file server is asked anew:
    /// what this machine remembers of it may be a minute old.
    /// </summary>
    public static FileStatus? OfTarget(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            return Ask(CurrentFolder, path, ForceSync, out var found) ? found : null;
        }

        return TryAskPortably(path, out var status) == FileEntryAnswer.There && status.Kind != FileEntryKind.Link ? status
            : new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) is { } target && TryAskPortably(target.FullName, out status) == FileEntryAnswer.There ? status
            : null;
    }

    /// <summary>Asks what an open file is.</summary>
    public static FileStatus? Of(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new FileStatus(FileEntryKind.Ordinary, RandomAccess.GetLength(file), 0, 0, Nanoseconds(File.GetLastWriteTimeUtc(file)), 0);
        }

        var held = false;
        try
        {
            file.DangerousAddRef(ref held);
            return Ask((int)file.DangerousGetHandle(), "", EmptyPath, out var status) ? status : null;
        }
        finally
        {
            if (held)
            {
                file.DangerousRelease();
            }
        }
    }

    /// <summary>
    /// Asks, and tells "there is nothing" from "it cannot be said": a closed folder or a failing disk is no proof that a file is absent.
    /// </summary>
    public static FileEntryAnswer TryAsk(string path, out FileStatus status)
    {
        if (!OperatingSystem.IsLinux())
        {
            return TryAskPortably(path, out status);
        }

        if (Ask(CurrentFolder, path, NoFollow, out status))
        {
            return FileEntryAnswer.There;
        }

        return Marshal.GetLastPInvokeError() is NoEntry or NoFolder ? FileEntryAnswer.Absent : FileEntryAnswer.Unknown;
    }

    /// <summary>Are these two names, or a name and an open file, one file? False where the system does not say.</summary>
    public bool IsSameFileAs(FileStatus other) => Inode != 0 && Inode == other.Inode && Device == other.Device;

    private static FileEntryAnswer TryAskPortably(string path, out FileStatus status)
    {
        status = default;
        try
        {
            FileSystemInfo entry = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
            if (!entry.Exists && entry.LinkTarget is null)
            {
                return FileEntryAnswer.Absent;
            }

            var kind = entry.LinkTarget is not null ? FileEntryKind.Link
                : entry is DirectoryInfo ? FileEntryKind.Folder
                : (entry.Attributes & FileAttributes.Device) != 0 ? FileEntryKind.Other
                : FileEntryKind.Ordinary;
            status = new FileStatus(kind, kind == FileEntryKind.Ordinary ? ((FileInfo)entry).Length : 0, 0, 0, Nanoseconds(entry.LastWriteTimeUtc), 0);
            return FileEntryAnswer.There;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return FileEntryAnswer.Unknown;
        }
    }

    private static bool Ask(int folder, string path, int flags, out FileStatus status)
    {
        Span<byte> bytes = stackalloc byte[StatxSize];
        if (Statx(folder, path, flags, BasicStatistics, bytes) != 0)
        {
            status = default;
            return false;
        }

        var kind = (BinaryPrimitives.ReadUInt16LittleEndian(bytes[ModeOffset..]) & TypeMask) switch
        {
            OrdinaryType => FileEntryKind.Ordinary,
            FolderType => FileEntryKind.Folder,
            LinkType => FileEntryKind.Link,
            _ => FileEntryKind.Other,
        };
        status = new FileStatus(
            kind,
            BinaryPrimitives.ReadInt64LittleEndian(bytes[LengthOffset..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[DeviceOffset..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[InodeOffset..]),
            Time(bytes[ModifiedOffset..]),
            Time(bytes[ChangedOffset..]));
        return true;
    }

    private static long Time(ReadOnlySpan<byte> bytes) =>
        (BinaryPrimitives.ReadInt64LittleEndian(bytes) * 1_000_000_000) + BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);

    private static long Nanoseconds(DateTime utc) => (utc - DateTime.UnixEpoch).Ticks * 100;

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint wanted, Span<byte> status);
}

/// <summary>What an entry of a folder is.</summary>
public enum FileEntryKind
{
    /// <summary>An ordinary file.</summary>
    Ordinary,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>A pipe, a socket or a device.</summary>
    Other,
}

/// <summary>Whether there is an entry.</summary>
public enum FileEntryAnswer
{
    /// <summary>There is one.</summary>
    There,

    /// <summary>There is none.</summary>
    Absent,

    /// <summary>It cannot be said: the folder may not be searched, or the disk fails.</summary>
    Unknown,
}
