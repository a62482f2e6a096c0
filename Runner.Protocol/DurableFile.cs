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
    // A record is some kilobytes; a job holds an environment, which systems limit to two megabytes or so.
    private const int LongestRecord = 16 * 1024 * 1024;

    // <fcntl.h>: only a folder, and without waiting for a pipe that took its place.
    private static readonly int FolderFlags =
        OperatingSystem.IsMacOS() ? 0x100000 | 0x4 | 0x1000000
        : 0x800 | 0x80000
            | (RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm or Architecture.Ppc64le ? 0x4000 : 0x10000);

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
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && FileStatus.Of(path) is not null)
        {
            // Whatever it is, a link or a folder too: the name is taken.
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
        // Made anew: a run can leave a pipe, on which opening it would wait for ever, or a link, through which it would be written elsewhere.
        var temporary = path + ".new";
        File.Delete(temporary);
        using (var handle = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.Write(handle, content, 0);
            RandomAccess.FlushToDisk(handle);
        }

        File.Move(temporary, path, overwrite: true);
        FlushFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>
    /// Reads a record, or null if there is none that can be read (<see cref="AttemptFile"/>). A torn file, possible only where it was
    /// created and not renamed, is null too.
    /// </summary>
    /// <exception cref="IOException">This process has no descriptor or memory left now.</exception>
    public static T? TryRead<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return AttemptFile.TryRead(path, LongestRecord) is { } bytes ? JsonSerializer.Deserialize(bytes, type) : null;
        }
        catch (JsonException)
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

        // .NET refuses to open folders, so the descriptor comes from open(2).
        var descriptor = Open(path, FolderFlags);
        if (descriptor < 0)
        {
            throw new IOException($"The folder {path} cannot be opened to flush it: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>
    /// Moves folders aside that lie where <see cref="Replace(string, ReadOnlySpan{byte})"/> writes: a file cannot take a folder's place, and
    /// moved aside nothing of it is lost.
    /// </summary>
    /// <exception cref="IOException">It cannot be moved.</exception>
    public static void MakeWay(string path)
    {
        foreach (var place in (string[])[path, path + ".new"])
        {
            if (FileStatus.Of(place) is { Kind: FileEntryKind.Folder })
            {
                Directory.Move(place, $"{place}.{Guid.NewGuid():n}");
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
