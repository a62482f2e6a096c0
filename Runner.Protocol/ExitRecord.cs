namespace StataRuns.Runner.Protocol;

/// <summary>How an attempt's process ended (<c>exit.json</c>). Written once, after the whole process tree is gone.</summary>
public sealed record ExitRecord
{
    /// <summary>The attempt's mark.</summary>
    public required string Nonce { get; init; }

    /// <summary>Why it ended.</summary>
    public required EndCause Cause { get; init; }

    /// <summary>The process's exit status; null when it ended by a signal, never started, or nobody could see it.</summary>
    public int? ExitStatus { get; init; }

    /// <summary>The signal that ended it (9 for a kill); null otherwise.</summary>
    public int? Signal { get; init; }

    /// <summary>What went wrong, in a sentence, where something did.</summary>
    public string? Message { get; init; }

    /// <summary>When it ended, by the machine's clock.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>When it ended, in seconds since the machine's start: a clock that is set says nothing of it. Null from runners before there was this member.</summary>
    public double? EndedUptimeSeconds { get; init; }

    /// <summary>Processor time of the process and the children it waited for, in seconds; null where it could not be read.</summary>
    public double? CpuSeconds { get; init; }

    /// <summary>Largest resident memory of the process, in bytes; null where it could not be read.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>Bytes of the log.</summary>
    public long OutputBytes { get; init; }

    /// <summary>Bytes of the console.</summary>
    public long ConsoleBytes { get; init; }

    /// <summary>The processes that were still there some time after the attempt's process had ended by itself, and were ended: the first of them. Null where there were none, and from runners before there was this member.</summary>
    public IReadOnlyList<LeftProcess>? LeftBehind { get; init; }

    /// <summary>How many there were; null where there were none.</summary>
    public int? LeftBehindCount { get; init; }
}

/// <summary>A process that an attempt's process left behind.</summary>
/// <param name="Name">The name of its program, as the system keeps it.</param>
/// <param name="ProcessId">The system's process id.</param>
public sealed record LeftProcess(string Name, int ProcessId);

/// <summary>Why an attempt's process ended.</summary>
public enum EndCause
{
    /// <summary>By itself: exit, crash, or a signal from elsewhere.</summary>
    Exited,

    /// <summary>It was told to stop.</summary>
    Cancelled,

    /// <summary>Its wall time was over.</summary>
    TimedOut,

    /// <summary>It wrote more than it may.</summary>
    OutputLimit,

    /// <summary>The system refused to start it; <see cref="ExitRecord.Message"/> says why.</summary>
    NotStarted,

    /// <summary>Its first runner died and a second one saw the end, without its exit status.</summary>
    EndedUnseen,
}
