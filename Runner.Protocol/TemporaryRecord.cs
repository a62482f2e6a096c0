namespace StataRuns.Runner.Protocol;

/// <summary>Where an attempt's temporary folder was to be made (<c>temporary.json</c>): outside the attempt's folder, so that it has to be removed by itself.</summary>
public sealed record TemporaryRecord
{
    private const string Prefix = "stataruns-";
    private const int RandomDigits = 16;

    /// <summary>Absolute path of the folder; null where none can be: the place that its user names is no absolute path.</summary>
    public string? Path { get; init; }

    /// <summary>Why it could not be made there, in a sentence without its end; null if it was, or is just being made.</summary>
    public string? Trouble { get; init; }

    /// <summary>The record of a folder that is to be made.</summary>
    /// <param name="parent">The folder in which the user wants temporary files.</param>
    /// <param name="runId">The run.</param>
    public static TemporaryRecord New(string parent, string runId) => new()
    {
        Path = System.IO.Path.Combine(parent, $"{Prefix}{runId}-{System.Security.Cryptography.RandomNumberGenerator.GetHexString(RandomDigits, lowercase: true)}"),
    };

    /// <summary>The record of an attempt; null where the temporary folder is the attempt's own, and where the record can be no record of this run: a run can write there.</summary>
    /// <exception cref="IOException">This process has no descriptor or memory left now.</exception>
    public static TemporaryRecord? Of(AttemptFolder folder, string runId) =>
        DurableFile.TryRead(folder.TemporaryRecord, RunnerJson.Default.TemporaryRecord) is { } record && record.IsOf(runId) ? record : null;

    /// <summary>Removes the folder with all that is in it. A link in its place is none of ours and stays; one that is in it is removed, and not followed.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be removed.</exception>
    public void Remove()
    {
        if (Path is { } path && FileStatus.Of(path) is { Kind: FileEntryKind.Folder })
        {
            FolderTree.Delete(path);
        }
    }

    private bool IsOf(string runId)
    {
        if (Path is null)
        {
            return true;
        }

        var name = System.IO.Path.GetFileName(Path);
        return System.IO.Path.IsPathFullyQualified(Path)
            && name.Length == Prefix.Length + runId.Length + 1 + RandomDigits
            && name.StartsWith($"{Prefix}{runId}-", StringComparison.Ordinal)
            && name[^RandomDigits..].All(char.IsAsciiHexDigitLower);
    }
}
