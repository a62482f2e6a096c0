using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Win32.SafeHandles;

namespace StataRuns.Runner.Protocol;

/// <summary>
/// Files that are there, whole, after a power cut. A name in a folder is as much data as the bytes in the file: both are flushed.
/// </summary>
public static partial class DurableFile
{
    /// <summary>Creates a file that must not exist yet, with its content, flushed. Of all that try at once, one succeeds.</summary>
    /// <returns>False if the file was there already.</returns>
    /// <exception cref="IOException">The disk is full or failed; nobody has the file then, or it is there without whole content and counts as claimed.</exception>
    public static bool TryCreate<T>(string path, T value, JsonTypeInfo<T> type)
    {
        SafeFileHandle handle;
        try
        {
            handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }

        using (handle)
        {
            RandomAccess.Write(handle, JsonSerializer.SerializeToUtf8Bytes(value, type), 0);
            RandomAccess.FlushToDisk(handle);
        }

        FlushFolder(Path.GetDirectoryName(path)!);
        return true;
    }

    /// <summary>Writes a file whole or not at all: temporary file, flush, rename, flush of the folder.</summary>
    public static void Replace<T>(string path, T value, JsonTypeInfo<T> type) =>
        Replace(path, JsonSerializer.SerializeToUtf8Bytes(value, type));

    /// <summary>Writes a file whole or not at all: temporary file, flush, rename, flush of the folder.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + ".new";

        // Made anew: what a kill left there, or a link that somebody put there, is removed and never written through.
        File.Delete(temporary);
        using (var handle = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.Write(handle, content, 0);
            RandomAccess.FlushToDisk(handle);
        }

        File.Move(temporary, path, overwrite: true);
        FlushFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Reads a record, or null if there is none. A torn file, possible only where it was created and not renamed, is null too.</summary>
    public static T? TryRead<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), type);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Makes the names in a folder durable. Windows keeps them in its journal and has no call for it.</summary>
    public static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // .NET refuses to open folders, so the descriptor comes from open(2); O_RDONLY is 0 on every Unix.
        var descriptor = Open(path, 0);
        if (descriptor < 0)
        {
            throw new IOException($"The folder {path} cannot be opened to flush it: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        RandomAccess.FlushToDisk(handle);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
