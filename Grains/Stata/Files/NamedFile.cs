namespace StataRuns.Stata;

/// <summary>A file that a log says was written.</summary>
/// <param name="Path">As the log names it: absolute, or relative to the folder in which the do-file began.</param>
/// <param name="How">The command that wrote it; empty where it is not known.</param>
public sealed record NamedFile(string Path, string How);

/// <summary>All that <c>NamedFiles</c> knows.</summary>
public sealed record NamedFilesState
{
    /// <summary>The files so far.</summary>
    public IReadOnlyList<NamedFile> Files { get; init; } = [];

    /// <summary>So many more were named and are not kept.</summary>
    public int More { get; init; }

    /// <summary>The working folder, where the log told that it was changed.</summary>
    public string? Folder { get; init; }

    /// <summary>The command that was echoed last.</summary>
    public string Command { get; init; } = "";

    /// <summary>The commands of the block that was echoed last.</summary>
    public IReadOnlyList<string> Block { get; init; } = [];

    /// <summary>The message that may go on with the next line.</summary>
    public byte[] Text { get; init; } = [];

    /// <summary>The line before was an echo.</summary>
    public bool IsInEcho { get; init; }
}
