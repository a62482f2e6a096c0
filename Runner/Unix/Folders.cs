using System.Runtime.InteropServices;

namespace StataRuns.Runner.Unix;

/// <summary>Folders, made as .NET does not make them.</summary>
internal static partial class Folders
{
    private const uint OnlyOwner = 0x1C0; // 0700

    /// <summary>Makes a folder that must not exist yet, for its owner alone. Whatever lies there, a link too, is left as it is.</summary>
    /// <returns>Empty if it was made; else why not, in words.</returns>
    public static string TryCreate(string path) => Make(path, OnlyOwner) == 0 ? "" : $"no folder can be made there ({Marshal.GetLastPInvokeErrorMessage()})";

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Make(string path, uint mode);
}
