using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace StataRuns.Runner.Unix;

/// <summary>What lies at a path itself, no link followed (statx(2)). Linux only: elsewhere nothing can be told.</summary>
/// <param name="Device">The file system.</param>
/// <param name="Number">The file's number in it.</param>
/// <param name="Owner">The user it belongs to.</param>
/// <param name="Mode">Type and mode.</param>
internal readonly partial record struct PathStatus(ulong Device, ulong Number, uint Owner, int Mode)
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const int NoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const uint Wanted = 0x1 | 0x2 | 0x8 | 0x100; // STATX_TYPE, STATX_MODE, STATX_UID, STATX_INO
    private const int TypeMask = 0xF000, Folder = 0x4000;

    /// <summary>A folder that belongs to this process's user.</summary>
    public bool IsOwnFolder => (Mode & TypeMask) == Folder && Owner == EffectiveUser();

    /// <summary>Null: nothing lies there, or it cannot be told.</summary>
    public static PathStatus? Of(string path)
    {
        // struct statx, the same on every architecture: stx_uid at 20, stx_mode at 28, stx_ino at 32, stx_dev_major and _minor at 136.
        Span<byte> status = stackalloc byte[256];
        return OperatingSystem.IsLinux() && Statx(CurrentFolder, path, NoFollow, Wanted, status) == 0
            ? new PathStatus(
                BinaryPrimitives.ReadUInt64LittleEndian(status[136..]),
                BinaryPrimitives.ReadUInt64LittleEndian(status[32..]),
                BinaryPrimitives.ReadUInt32LittleEndian(status[20..]),
                BinaryPrimitives.ReadUInt16LittleEndian(status[28..]))
            : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint wanted, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}
