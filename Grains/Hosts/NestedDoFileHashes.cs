using StataRuns.Runs;
using StataRuns.Stata;

namespace StataRuns.Hosts;

/// <summary>
/// The do-files that a do-file starts, as far as they can be known without running it. A finished run is handed to a
/// repeated call only if none of them has changed; where one cannot be known, it is not handed over.
/// </summary>
internal static class NestedDoFileHashes
{
    private const int Most = 200;

    /// <summary>All that are named by literal paths, with their content's hash; null when one is not, or is not there.</summary>
    public static IReadOnlyList<DoFileHash>? Find(string path, byte[] bytes, string workingDir)
    {
        Dictionary<string, string> found = [];
        Queue<(string Path, byte[] Bytes)> open = new([(path, bytes)]);
        while (open.TryDequeue(out var next))
        {
            var doFile = DoFile.Parse(next.Bytes, next.Path);
            for (var line = 0; line < doFile.CodeLines.Length; line++)
            {
                if (doFile.CallAt(line) is not { } call)
                {
                    continue;
                }

                if (Resolve(call.Path, workingDir) is not { } nested || found.Count >= Most)
                {
                    return null;
                }

                if (nested != path && !found.ContainsKey(nested))
                {
                    var content = File.ReadAllBytes(nested);
                    found[nested] = DoFileInspection.Hash(content);
                    open.Enqueue((nested, content));
                }
            }
        }

        return [.. found.Select(entry => new DoFileHash(entry.Key, entry.Value))];
    }

    /// <summary>Is each of them as it was?</summary>
    public static bool AreUnchanged(IReadOnlyList<DoFileHash>? nested) =>
        nested is not null && nested.All(file => TryRead(file.Path) is { } bytes && DoFileInspection.Hash(bytes) == file.Sha256);

    private static byte[]? TryRead(string path)
    {
        try
        {
            return File.Exists(path) && FileKind.IsOrdinary(path) ? File.ReadAllBytes(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Stata adds .do where a name has no ending ([R] do).</summary>
    private static string? Resolve(string? written, string workingDir)
    {
        if (written is null)
        {
            return null;
        }

        var path = Path.GetFullPath(written, workingDir);
        return new[] { path, path + ".do" }.FirstOrDefault(candidate => File.Exists(candidate) && FileKind.IsOrdinary(candidate));
    }
}
