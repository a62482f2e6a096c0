using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using StataRuns.Output;

namespace StataRuns.Runs;

/// <summary>
/// What lies in a folder, as a hash: name, length, times and inode of each ordinary file directly in it. Two hashes that are equal say
/// that no file was changed, replaced, added or taken away in between, whatever the clock did meanwhile.
/// </summary>
/// <param name="Hash">32 bytes.</param>
/// <param name="Files">How many ordinary files there are.</param>
internal sealed record FolderState(ReadOnlyMemory<byte> Hash, int Files)
{
    /// <summary>With more files than this, looking would cost more than running.</summary>
    public const int MostFiles = 2000;

    private const int MostEntries = 5000;

    // A run's end is noted in milliseconds in places.
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(1);

    /// <summary>What lies there now. A folder that is not there is a state as well.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="unchangedSince">Null is returned if something was changed after this time, taken away or put there; null: not asked.</param>
    /// <returns>Null where it cannot be known: too many files, or what may not be looked at.</returns>
    public static FolderState? Of(string folder, DateTimeOffset? unchangedSince = null)
    {
        List<string> names;
        try
        {
            if (unchangedSince is { } since && Directory.GetLastWriteTimeUtc(folder) > since.UtcDateTime + Rounding && Directory.Exists(folder))
            {
                return null;
            }

            names = [.. Directory.EnumerateFileSystemEntries(folder).Take(MostEntries + 1)];
        }
        catch (DirectoryNotFoundException)
        {
            names = [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        if (names.Count > MostEntries)
        {
            return null;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> numbers = stackalloc byte[4 * sizeof(long)];
        var files = 0;
        names.Sort(StringComparer.Ordinal);
        foreach (var path in names)
        {
            if (FileKind.Stamp(path) is not { } stamp)
            {
                return null; // it is there, and cannot be looked at: its name is no text, or a right is missing
            }

            if (!stamp.IsOrdinary)
            {
                continue;
            }

            if (++files > MostFiles || stamp.At > unchangedSince + Rounding)
            {
                return null;
            }

            // A NUL, which no name holds, ends each: no two lists read the same.
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(path)));
            hash.AppendData([0]);
            BinaryPrimitives.WriteInt64LittleEndian(numbers, stamp.Length);
            BinaryPrimitives.WriteInt64LittleEndian(numbers[8..], stamp.Modified);
            BinaryPrimitives.WriteInt64LittleEndian(numbers[16..], stamp.Changed);
            BinaryPrimitives.WriteUInt64LittleEndian(numbers[24..], stamp.Inode);
            hash.AppendData(numbers);
        }

        return new FolderState(hash.GetHashAndReset(), files);
    }
}
