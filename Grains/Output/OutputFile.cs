using Microsoft.Win32.SafeHandles;
using StataRuns.Runner.Protocol;

namespace StataRuns.Output;

/// <summary>
/// Reads a file that only grows, at any offset, while somebody writes it. It lies where the run can reach it: a run that takes
/// the right to read it away, or puts a pipe or a link in its place, gets an output without bytes, and neither holds up nor ends the
/// service; nor is another file shown as its output.
/// </summary>
internal static class OutputFile
{
    /// <summary>The largest page.</summary>
    public const int LargestPage = 1024 * 1024;

    /// <summary>Bytes of the file; 0 when it is not there yet, or cannot be seen. To see its length no right to read it is needed.</summary>
    public static long Length(string path) => AttemptFile.Length(path);

    /// <summary>Reads a page.</summary>
    /// <param name="path">The file; not there yet is empty, and so is what may not be read.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="maxBytes">At most so many, and never more than <see cref="LargestPage"/>.</param>
    /// <param name="end">Is the writer gone for good? Told by the caller, who must know it before the length is read.</param>
    public static OutputPage Read(string path, long offset, int maxBytes, bool end)
    {
        using var handle = AttemptFile.TryOpen(path);
        if (handle is null)
        {
            // Where the bytes are there and may not be read, how many they are is told all the same: "empty" would be untrue.
            return new OutputPage(offset, default, Length(path), end);
        }

        return Read(handle, offset, maxBytes, end);
    }

    /// <summary>Reads a page of a file that is open.</summary>
    public static OutputPage Read(SafeFileHandle handle, long offset, int maxBytes, bool end)
    {
        var total = RandomAccess.GetLength(handle);
        var size = (int)Math.Clamp(total - offset, 0, Math.Min(maxBytes, LargestPage));
        if (size == 0)
        {
            return new OutputPage(offset, default, total, end);
        }

        var bytes = GC.AllocateUninitializedArray<byte>(size);
        var read = AttemptFile.Fill(handle, bytes, offset);
        return new OutputPage(offset, bytes.AsMemory(0, read), total, end);
    }

    /// <summary>The last bytes of the file, at most so many.</summary>
    public static ReadOnlyMemory<byte> Tail(string path, int maxBytes) =>
        Read(path, Math.Max(0, Length(path) - maxBytes), maxBytes, end: false).Bytes;

    /// <summary>Makes what was written durable: before a run is called over, its output is on the disk.</summary>
    public static void Flush(string path)
    {
        using var handle = AttemptFile.TryOpen(path);
        if (handle is not null)
        {
            RandomAccess.FlushToDisk(handle);
        }
    }

    /// <summary>The whole of a small file; null when there is none that can be read.</summary>
    public static byte[]? TryReadSmall(string path)
    {
        using var handle = AttemptFile.TryOpen(path);
        if (handle is null)
        {
            return null;
        }

        var bytes = new byte[Math.Min(RandomAccess.GetLength(handle), 64 * 1024)];
        return bytes[..AttemptFile.Fill(handle, bytes, 0)];
    }
}
