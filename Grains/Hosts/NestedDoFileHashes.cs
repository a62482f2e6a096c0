using StataRuns.Output;
using StataRuns.Runs;
using StataRuns.Stata;

namespace StataRuns.Hosts;

/// <summary>
/// The do-files that a do-file starts, as far as they can be known without running it. A finished run is handed to a
/// repeated call only if none of them has changed; where one cannot be known, it is not handed over. What is wrong with
/// one of them is Stata's to say, when it comes to it: here it is unknown, and never a reason against a run.
/// </summary>
internal static class NestedDoFileHashes
{
    private const int Most = 200;
    private const int LargestFile = 10 * 1024 * 1024;
    private const int MostBytes = 64 * 1024 * 1024;

    /// <summary>All that are named by literal paths, with their content's hash; null when one is not, is not there, or is too large to look at.</summary>
    public static IReadOnlyList<DoFileHash>? Find(string path, byte[] bytes, string workingDir)
    {
        Dictionary<string, string> found = [];
        Queue<(string Path, byte[] Bytes)> open = new([(path, bytes)]);
        var read = 0L;
        while (open.TryDequeue(out var next))
        {
            var doFile = DoFile.Parse(next.Bytes, next.Path);
            for (var line = 0; line < doFile.CodeLines.Length; line++)
            {
                if (doFile.CallAt(line) is not { } call)
                {
                    continue;
                }

                if (Resolve(call.Path, workingDir) is not { } nested)
                {
                    return null;
                }

                if (nested == path || found.ContainsKey(nested))
                {
                    continue;
                }

                if (found.Count >= Most || TryRead(nested) is not { } content || (read += content.Length) > MostBytes)
                {
                    return null;
                }

                found[nested] = DoFileInspection.Hash(content);
                open.Enqueue((nested, content));
            }
        }

        return [.. found.Select(entry => new DoFileHash(entry.Key, entry.Value))];
    }

    /// <summary>Is each of them as it was?</summary>
    public static bool AreUnchanged(IReadOnlyList<DoFileHash>? nested) =>
        nested is not null && nested.All(file => TryRead(file.Path) is { } bytes && DoFileInspection.Hash(bytes) == file.Sha256);

    /// <summary>The same, off the caller's thread; what does not answer within <see cref="DoFileInspection.Patience"/> may have changed.</summary>
    public static async Task<bool> AreUnchangedAsync(IReadOnlyList<DoFileHash>? nested, TimeProvider time)
    {
        if (nested is null or [])
        {
            return nested is not null;
        }

        try
        {
            return await DoFileInspection.LookAsync(() => AreUnchanged(nested), DoFileInspection.Patience, time, $"what was started beside {nested[0].Path}");
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static byte[]? TryRead(string path)
    {
        try
        {
            return OrdinaryFile.TryRead(path, LargestFile);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Stata adds .do where a name has no ending ([R] do).</summary>
    private static string? Resolve(string written, string workingDir)
    {
        try
        {
            var path = Path.GetFullPath(written, workingDir);
            return new[] { path, path + ".do" }.FirstOrDefault(FileKind.IsOrdinary);
        }
        catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException)
        {
            return null; // no path at all, as "" is none
        }
    }
}
