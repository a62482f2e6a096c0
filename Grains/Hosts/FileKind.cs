using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace StataRuns.Hosts;

/// <summary>
/// Is a path an ordinary file? Asked before it is opened: opening a pipe waits for its other end for ever, and a device
/// may have no end at all.
/// </summary>
internal static partial class FileKind
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint TypeWanted = 0x1; // STATX_TYPE
    private const int TypeMask = 0xF000, OrdinaryFile = 0x8000;

    // struct statx, the same on every architecture (statx(2)): 256 bytes, stx_mode a 16-bit number at 28.
    private const int StatxSize = 256, ModeOffset = 28;

    public static bool IsOrdinary(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return (File.GetAttributes(path) & (FileAttributes.Directory | FileAttributes.Device)) == 0
                && !path.StartsWith("/dev/", StringComparison.Ordinal);
        }

        var status = new byte[StatxSize];
        return Statx(CurrentFolder, path, 0, TypeWanted, status) == 0
            && (BinaryPrimitives.ReadUInt16LittleEndian(status.AsSpan(ModeOffset)) & TypeMask) == OrdinaryFile;
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint wanted, byte[] status);
}
