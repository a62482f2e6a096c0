using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using StataRuns.Runner.Protocol;

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
            // Of a link that leads to nothing, the link itself.
            var status = FileStatus.OfTarget(path) ?? (FileStatus.Of(path) is { Kind: FileEntryKind.Link } link ? link : null);
            if (status is not { } file)
            {
                return null; // it is there, and cannot be looked at: its name is no text, or a right is missing
            }

            if (file.Kind is not (FileEntryKind.Ordinary or FileEntryKind.Link))
            {
                continue;
            }

            // The time of the last change cannot be set by a program, so a file that was replaced by one with an older content is seen, too.
            if (++files > MostFiles || file.ChangedAt > unchangedSince + Rounding)
            {
                return null;
            }

            // A NUL, which no name holds, ends each: no two lists read the same.
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(path)));
            hash.AppendData([0]);
            BinaryPrimitives.WriteInt64LittleEndian(numbers, file.Length);
            BinaryPrimitives.WriteInt64LittleEndian(numbers[8..], file.ModifiedNs);
            BinaryPrimitives.WriteInt64LittleEndian(numbers[16..], file.ChangedNs);
            BinaryPrimitives.WriteUInt64LittleEndian(numbers[24..], file.Inode);
            hash.AppendData(numbers);
        }

        return new FolderState(hash.GetHashAndReset(), files);
    }
}
