using StataRuns.Output;
using StataRuns.Runs;

namespace StataRuns.Hosts;

/// <summary>The do-files that a do-file starts (<see cref="RunInputs"/>): are they as they were?</summary>
internal static class NestedDoFileHashes
{
    private const int LargestFile = 10 * 1024 * 1024;

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
}
