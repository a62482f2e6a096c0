using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using StataRuns.Configuration;

namespace StataRuns.Hosts;

/// <summary>
/// Small files of the data folder that are believed: the token, where the service is, the host's name. They are read only if no other user can have written them: not through
/// a link, and from an ordinary file that belongs to this user (or root) and that no other user may write. All of that is asked of the opened file.
/// </summary>
internal static partial class OwnFile
{
    private const int ReadOnly = 0, NoTerminal = 0x100, NonBlocking = 0x800, CloseOnExec = 0x80000;
    private const int NoEntry = 2, NoAccess = 13, NoFolder = 20, LinkLoop = 40;

    private static readonly int NoFollow =
        RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm or Architecture.Ppc64le ? 0x8000 : 0x20000;

    /// <summary>The file's bytes; null if there is none.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="longest">A longer one is none of ours.</param>
    /// <exception cref="ConfigurationException">Another user could have written it; the message says how to put it right.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static byte[]? TryRead(string path, int longest = 64 * 1024)
    {
        using var file = TryOpen(path);
        if (file is null)
        {
            return null;
        }

        Refuse(path, PathFacts.Of(file, path));
        var length = RandomAccess.GetLength(file);
        if (length > longest)
        {
            throw new ConfigurationException($"{path} has {length} bytes, and should have a few: it is none of StataRuns' files. Remove it.");
        }

        var bytes = new byte[length];
        return bytes[..Output.OrdinaryFile.Fill(file, bytes, 0)];
    }

    /// <summary>The same as text, without white space around it; null too if that leaves nothing.</summary>
    /// <inheritdoc cref="TryRead"/>
    public static string? TryReadText(string path) =>
        TryRead(path) is { } bytes && Encoding.UTF8.GetString(bytes).Trim('\uFEFF', ' ', '\t', '\r', '\n') is { Length: > 0 } text ? text : null;

    private static SafeFileHandle? TryOpen(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            if (PathFacts.Of(path) is not { } facts)
            {
                return null;
            }

            Refuse(path, facts);
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }

        var descriptor = Open(path, ReadOnly | NonBlocking | NoTerminal | CloseOnExec | NoFollow);
        if (descriptor >= 0)
        {
            return new SafeFileHandle(descriptor, ownsHandle: true);
        }

        var error = Marshal.GetLastPInvokeError();
        return error switch
        {
            NoEntry or NoFolder => null,
            LinkLoop => throw Wrong(path, "is a symbolic link, and nothing in a data folder may lead out of it"),
            NoAccess => throw new UnauthorizedAccessException($"{path} may not be read by this user."),
            _ => throw new IOException($"{path} cannot be read: {Marshal.GetPInvokeErrorMessage(error)}"),
        };
    }

    private static void Refuse(string path, PathFacts? facts)
    {
        switch (facts)
        {
            case { Kind: PathKind.Link }:
                throw Wrong(path, "is a symbolic link, and nothing in a data folder may lead out of it");
            case { Kind: not PathKind.File }:
                throw Wrong(path, "is no ordinary file");
            case { IsStrangers: true }:
                throw Wrong(path, $"belongs to another user (number {facts.Owner}), who may have put it there for this service to trust");
            case { IsWritableByOthers: true }:
                throw Wrong(path, $"may be written by other users (mode {facts.Octal})");
        }
    }

    private static ConfigurationException Wrong(string path, string why) =>
        new($"{path} {why}: it is not trusted. Remove it if it is not yours (the service makes it anew), and make sure that only you may write {Path.GetDirectoryName(path)} (chmod 700).");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
