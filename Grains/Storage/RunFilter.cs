using StataRuns.Runs;

namespace StataRuns.Storage;

/// <summary>Which runs to list; a member that is null does not filter.</summary>
public sealed record RunFilter
{
    /// <summary>Whose runs. A list is never of everybody's by accident.</summary>
    public required string Owner { get; init; }

    /// <summary>Only those that stand here.</summary>
    public IReadOnlyList<RunStatus>? Statuses { get; init; }

    /// <summary>Hosts that do not answer: their runs that go on are <see cref="RunStatus.Unreachable"/>, and nothing else.</summary>
    public IReadOnlyList<string> Away { get; init; } = [];

    /// <summary>Only runs of the do-file with this absolute path.</summary>
    public string? FilePath { get; init; }

    /// <summary>Only runs of do-files with this name in any folder; with folders before it (<c>code/main.do</c>), of those below any folder.</summary>
    public string? FileName { get; init; }

    /// <summary>Only runs that have each of these words in their path, label or error message, in upper or lower case.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>How many of the newest runs that the other members leave are compared with <see cref="FileName"/> and <see cref="Words"/>, for which there is no index.</summary>
    public int Look { get; init; } = 2_000;

    /// <summary>Only those submitted at or after this time.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>At most so many, 1 to 200.</summary>
    public int Limit { get; init; } = 20;

    /// <summary><see cref="RunList.NextCursor"/> of the page before.</summary>
    public string? Cursor { get; init; }
}

/// <summary>A page of runs, newest first.</summary>
/// <param name="Runs">The runs.</param>
/// <param name="NextCursor">Where the next page begins; null when this was the last.</param>
public sealed record RunList(IReadOnlyList<RunSnapshot> Runs, string? NextCursor)
{
    /// <summary>The time of the oldest run that a search compared before it reached <see cref="RunFilter.Look"/>; null where it compared all.</summary>
    public DateTimeOffset? SearchedTo { get; init; }
}
