using StataRuns.Runner.Protocol;
using StataRuns.Stata;

namespace StataRuns.Runs;

/// <summary>All that is left of an attempt when its process is gone.</summary>
internal sealed record RunEvidence
{
    /// <summary>How much of the log's end is looked at.</summary>
    public const int TailBytes = 64 * 1024;

    /// <summary>The run as it was.</summary>
    public required RunState State { get; init; }

    /// <summary>The runner's record; null when there is none: the machine was started anew, or the files were taken away.</summary>
    public required ExitRecord? Exit { get; init; }

    /// <summary>Did Stata run the wrapper's first line?</summary>
    public required bool Begun { get; init; }

    /// <summary>The return code that Stata itself wrote, with the attempt's mark; null when it wrote none.</summary>
    public required int? Mark { get; init; }

    /// <summary>Why the file in which Stata writes the return code could not be read; null if it could, or if there is none.</summary>
    public string? MarkTrouble { get; init; }

    /// <summary>The log's end.</summary>
    public required ReadOnlyMemory<byte> LogTail { get; init; }

    /// <summary>The console's end.</summary>
    public required ReadOnlyMemory<byte> ConsoleTail { get; init; }

    /// <summary>The log, read to its end.</summary>
    public required ProgressTracker Log { get; init; }
}
