using StataRuns.Runner.Protocol;

namespace StataRuns.Output;

/// <summary>
/// What a run left in a small file or at a file's end. "There is none" and "it cannot be read" are two things: from the first something
/// follows (no return code was written), from the second nothing does.
/// </summary>
/// <param name="Bytes">What was read; empty when nothing was.</param>
/// <param name="Unreadable">Why what is there could not be read; null when it was read, or when there is nothing.</param>
internal readonly record struct EvidenceFile(ReadOnlyMemory<byte> Bytes, string? Unreadable)
{
    private const int LongestSmall = 64 * 1024;

    /// <summary>The beginning of a file that is small as a rule.</summary>
    /// <exception cref="IOException">This process has no descriptor or memory left now.</exception>
    public static EvidenceFile Small(string path) => Read(path, _ => 0, LongestSmall);

    /// <summary>The last bytes of a file, at most so many.</summary>
    /// <exception cref="IOException">This process has no descriptor or memory left now.</exception>
    public static EvidenceFile Tail(string path, int maxBytes) => Read(path, length => Math.Max(0, length - maxBytes), maxBytes);

    private static EvidenceFile Read(string path, Func<long, long> from, int maxBytes)
    {
        using var file = AttemptFile.TryOpen(path);
        if (file is null)
        {
            return new EvidenceFile(default, WhyNot(path));
        }

        try
        {
            var length = RandomAccess.GetLength(file);
            var bytes = new byte[Math.Min(length, maxBytes)];
            return new EvidenceFile(bytes.AsMemory(0, AttemptFile.Fill(file, bytes, from(length))), null);
        }
        catch (IOException e)
        {
            return new EvidenceFile(default, $"{path} cannot be read ({e.Message})");
        }
    }

    private static string? WhyNot(string path) => FileStatus.TryAsk(path, out var status) switch
    {
        FileEntryAnswer.Absent => null,
        FileEntryAnswer.Unknown => $"{path} cannot be reached",
        _ => status.Kind switch
        {
            FileEntryKind.Ordinary => $"{path} may not be read",
            FileEntryKind.Link => $"{path} was replaced by a symbolic link, which is not followed",
            FileEntryKind.Folder => $"{path} was replaced by a folder",
            _ => $"{path} was replaced by a pipe, a socket or a device",
        },
    };
}
