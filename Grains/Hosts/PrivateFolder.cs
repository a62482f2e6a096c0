using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using StataRuns.Configuration;

namespace StataRuns.Hosts;

/// <summary>Folders that no other user may enter.</summary>
internal static partial class PrivateFolder
{
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const int NonBlocking = 0x800, CloseOnExec = 0x80000;

    // <asm/fcntl.h>: ARM and PowerPC number it differently from everybody else.
    private static readonly int NoFollow =
        RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm or Architecture.Ppc64le ? 0x8000 : 0x20000;

    /// <summary>
    /// Makes a folder with mode 0700 if it is not there, and gives it that mode if it is. What is there is opened without following a link, and its mode is changed through
    /// what was opened: whatever is put in its place meanwhile keeps its own.
    /// </summary>
    /// <exception cref="IOException">It is a link, no folder, another user's, or cannot be made.</exception>
    public static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        if (PathFacts.Of(path) is null)
        {
            Directory.CreateDirectory(path, OnlyOwner);
        }

        if (!OperatingSystem.IsLinux())
        {
            Refuse(path, PathFacts.Of(path));
            File.SetUnixFileMode(path, OnlyOwner);
            return;
        }

        using var folder = new SafeFileHandle(Open(path, NonBlocking | CloseOnExec | NoFollow), ownsHandle: true);
        if (folder.IsInvalid)
        {
            var error = Marshal.GetLastPInvokeErrorMessage();
            Refuse(path, PathFacts.Of(path));
            throw new IOException($"{path} cannot be opened: {error}");
        }

        var facts = PathFacts.Of(folder, path);
        Refuse(path, facts);
        if (facts!.Mode != OnlyOwner)
        {
            File.SetUnixFileMode(folder, OnlyOwner);
        }
    }

    private static void Refuse(string path, PathFacts? facts)
    {
        var wrong = facts switch
        {
            { Kind: PathKind.Link } => "is a symbolic link, and nothing in a data folder may lead out of it; remove it",
            { Kind: not PathKind.Folder } => "is no folder; remove it",
            { Owner: { } owner } when owner != PathFacts.Self => "belongs to another user; remove it, or make it yours (chown)",
            _ => null,
        };
        if (wrong is not null)
        {
            throw new IOException($"{path} {wrong}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
