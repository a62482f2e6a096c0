using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using StataRuns.Output;

namespace StataRuns.Runs;

/// <summary>
/// What lies in a run's input folders, as a hash: name, length, times and inode of each ordinary file directly in them. Two hashes that
/// are equal say that no file was changed, replaced, added or taken away in between, whatever the clock did meanwhile.
/// </summary>
internal static class FolderState
{
    /// <summary>With more files than this, looking would cost more than running.</summary>
    public const int MostFiles = 2000;

    private const int MostEntries = 5000;

    // A run's end is noted in milliseconds in places.
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(1);

    /// <summary>The hash of what lies there now.</summary>
    /// <param name="folders">The folders.</param>
    /// <param name="unchangedSince">Null is returned if a file was changed after this time; null: not asked.</param>
    /// <returns>64 hexadecimal digits; null where it cannot be known: too many files, or a folder that may not be read.</returns>
    public static string? Of(IReadOnlyList<string> folders, DateTimeOffset? unchangedSince = null)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (files, entries) = (0, 0);
        Span<byte> numbers = stackalloc byte[4 * sizeof(long)];
        foreach (var folder in folders)
        {
            Append(hash, folder);
            List<string> names;
            try
            {
                names = [.. Directory.EnumerateFileSystemEntries(folder).Take(MostEntries + 1 - entries)];
            }
            catch (DirectoryNotFoundException)
            {
                continue; // which is a state as well
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null;
            }

            entries += names.Count;
            names.Sort(StringComparer.Ordinal);
            foreach (var path in names)
            {
                if (FileKind.Stamp(path) is not { } stamp)
                {
                    continue;
                }

                if (++files > MostFiles || stamp.At > unchangedSince + Rounding)
                {
                    return null;
                }

                Append(hash, Path.GetFileName(path));
                BinaryPrimitives.WriteInt64LittleEndian(numbers, stamp.Length);
                BinaryPrimitives.WriteInt64LittleEndian(numbers[8..], stamp.Modified);
                BinaryPrimitives.WriteInt64LittleEndian(numbers[16..], stamp.Changed);
                BinaryPrimitives.WriteUInt64LittleEndian(numbers[24..], stamp.Inode);
                hash.AppendData(numbers);
            }

            if (entries > MostEntries)
            {
                return null;
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>A NUL, which no name holds, ends each text: no two lists read the same.</summary>
    private static void Append(IncrementalHash hash, string text)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        hash.AppendData([0]);
    }
}
