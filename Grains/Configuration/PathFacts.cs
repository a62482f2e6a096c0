using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StataRuns.Configuration;

/// <summary>What lies at a path itself, no link followed, and to whom it belongs.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">Who may do what with it.</param>
/// <param name="Owner">The user it belongs to; null where the system does not tell (everywhere but Linux).</param>
internal sealed partial record PathFacts(PathKind Kind, UnixFileMode Mode, uint? Owner)
{
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const int CurrentFolder = -100; // AT_FDCWD
    private const int NoFollow = 0x100, EmptyPath = 0x1000; // AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH
    private const uint Wanted = 0x1 | 0x2 | 0x8; // STATX_TYPE, STATX_MODE, STATX_UID
    private const int TypeMask = 0xF000, Ordinary = 0x8000, Folder = 0x4000, Link = 0xA000;

    /// <summary>The user of this process.</summary>
    public static uint Self { get; } = OperatingSystem.IsWindows() ? 0 : EffectiveUser();

    /// <summary>Could anybody but this process's user (and root, who can do anything) have written it, by its owner?</summary>
    public bool IsStrangers => Owner is { } owner && owner != Self && owner != 0;

    /// <summary>May anybody but its owner write it, as far as they can reach it?</summary>
    public bool IsWritableByOthers => (Mode & OthersWrite) != 0;

    /// <summary>Its mode as people write it, such as 0777.</summary>
    public string Octal => $"0{Convert.ToString((int)Mode & 0xFFF, 8).PadLeft(3, '0')}";

    /// <summary>Null: nothing lies there.</summary>
    public static PathFacts? Of(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            return Ask(CurrentFolder, path, NoFollow);
        }

        FileSystemInfo info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        return info switch
        {
            { LinkTarget: not null } => new PathFacts(PathKind.Link, default, null),
            { Exists: false } => null,
            DirectoryInfo => new PathFacts(PathKind.Folder, ModeOf(info), null),
            _ => new PathFacts((info.Attributes & FileAttributes.Device) == 0 ? PathKind.File : PathKind.Other, ModeOf(info), null),
        };
    }

    /// <summary>Of what was opened.</summary>
    public static PathFacts? Of(SafeFileHandle file, string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return Of(path);
        }

        var held = false;
        try
        {
            file.DangerousAddRef(ref held);
            return Ask((int)file.DangerousGetHandle(), "", EmptyPath);
        }
        finally
        {
            if (held)
            {
                file.DangerousRelease();
            }
        }
    }

    private static UnixFileMode ModeOf(FileSystemInfo info) => OperatingSystem.IsWindows() ? default : info.UnixFileMode;

    private static PathFacts? Ask(int folder, string path, int flags)
    {
        // struct statx, the same on every architecture: stx_uid 32 bits at 20, stx_mode 16 at 28.
        Span<byte> status = stackalloc byte[256];
        if (Statx(folder, path, flags, Wanted, status) != 0)
        {
            return null;
        }

        int mode = BinaryPrimitives.ReadUInt16LittleEndian(status[28..]);
        var kind = (mode & TypeMask) switch
        {
            Ordinary => PathKind.File,
            Folder => PathKind.Folder,
            Link => PathKind.Link,
            _ => PathKind.Other,
        };
        return new PathFacts(kind, (UnixFileMode)(mode & 0xFFF), BinaryPrimitives.ReadUInt32LittleEndian(status[20..]));
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint wanted, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}

/// <summary>What lies at a path.</summary>
internal enum PathKind
{
    /// <summary>An ordinary file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>A device, a pipe or a socket.</summary>
    Other,
}
