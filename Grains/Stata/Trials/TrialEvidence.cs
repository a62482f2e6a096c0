using StataRuns.Runner.Protocol;

namespace StataRuns.Stata;

/// <summary>All that a trial left behind.</summary>
internal sealed record TrialEvidence
{
    /// <summary>The trial.</summary>
    public required Trial Trial { get; init; }

    /// <summary>The do-file's path as it was run.</summary>
    public required string DoFilePath { get; init; }

    /// <summary>Did the engine run the wrapper's first line?</summary>
    public required bool Begun { get; init; }

    /// <summary>The return code that the engine wrote; null when it wrote none.</summary>
    public required int? Mark { get; init; }

    /// <summary>The runner's record of the end; null when it left none.</summary>
    public required ExitRecord? Exit { get; init; }

    /// <summary>The log; null when there is none under its name.</summary>
    public required string? Log { get; init; }

    /// <summary>The log's bytes.</summary>
    public required ReadOnlyMemory<byte> LogBytes { get; init; }

    /// <summary>What came on standard output and standard error.</summary>
    public required string Console { get; init; }

    /// <summary>How long before the end each watched text was in the log; those that were seen only then are absent.</summary>
    public required IReadOnlyDictionary<string, TimeSpan> SeenBeforeEnd { get; init; }

    /// <summary>Files that lie in the do-file's folder and were not put there.</summary>
    public required IReadOnlyList<string> LeftBehind { get; init; }

    /// <summary>Why nothing was started; null if something was.</summary>
    public string? NotStarted { get; init; }

    /// <summary>Does the log hold the text, wherever Stata may have cut the line?</summary>
    public bool Says(string text) => Log is { } log && Unwrapped(log).Contains(text, StringComparison.Ordinal);

    /// <summary>A line that was too long goes on behind <c>&gt; </c>.</summary>
    private static string Unwrapped(string log) => log.ReplaceLineEndings("\n").Replace("\n> ", "", StringComparison.Ordinal);
}
