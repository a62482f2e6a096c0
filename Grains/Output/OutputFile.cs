using Microsoft.Win32.SafeHandles;

namespace StataRuns.Output;

/// <summary>Reads a file that only grows, at any offset, while somebody writes it.</summary>
internal static class OutputFile
{
    /// <summary>The largest page.</summary>
    public const int LargestPage = 1024 * 1024;

    /// <summary>Bytes of the file; 0 when it is not there yet.</summary>
    public static long Length(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? file.Length : 0;
    }

    /// <summary>Reads a page.</summary>
    /// <param name="path">The file; not there yet is empty.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="maxBytes">At most so many, and never more than <see cref="LargestPage"/>.</param>
    /// <param name="end">Is the writer gone for good? Told by the caller, who must know it before the length is read.</param>
    public static OutputPage Read(string path, long offset, int maxBytes, bool end)
    {
        using var handle = TryOpen(path);
        if (handle is null)
        {
            return new OutputPage(offset, default, 0, end);
        }

        var total = RandomAccess.GetLength(handle);
        var size = (int)Math.Clamp(total - offset, 0, Math.Min(maxBytes, LargestPage));
        if (size == 0)
        {
            return new OutputPage(offset, default, total, end);
        }

        var bytes = GC.AllocateUninitializedArray<byte>(size);
        var read = 0;
        while (read < size && RandomAccess.Read(handle, bytes.AsSpan(read), offset + read) is var more and > 0)
        {
            read += more;
        }

        return new OutputPage(offset, bytes.AsMemory(0, read), total, end);
    }

    /// <summary>The last bytes of the file, at most so many.</summary>
    public static ReadOnlyMemory<byte> Tail(string path, int maxBytes) =>
        Read(path, Math.Max(0, Length(path) - maxBytes), maxBytes, end: false).Bytes;

    /// <summary>Makes what was written durable: before a run is called over, its output is on the disk.</summary>
    public static void Flush(string path)
    {
        using var handle = TryOpen(path);
        if (handle is not null)
        {
            RandomAccess.FlushToDisk(handle);
        }
    }

    /// <summary>The whole of a small file; null when there is none.</summary>
    public static byte[]? TryReadSmall(string path)
    {
        using var handle = TryOpen(path);
        if (handle is null)
        {
            return null;
        }

        var bytes = new byte[Math.Min(RandomAccess.GetLength(handle), 64 * 1024)];
        return bytes[..RandomAccess.Read(handle, bytes, 0)];
    }

    private static SafeFileHandle? TryOpen(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
