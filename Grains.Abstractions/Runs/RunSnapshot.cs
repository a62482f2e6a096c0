namespace StataRuns.Runs;

/// <summary>
/// All that is known of a run at one moment, but for its bytes. Times are UTC; a member that does not apply is null.
/// </summary>
/// <remarks>
/// Programs of two versions say this to each other while a cluster is renewed, as they do all records here. So an <c>Id</c> is
/// added and never used again for something else, and parameters of a record stay parameters, for they are written apart from
/// its other members. What an older program leaves out is what the member's initializer says; what a newer one adds, an older
/// one reads over. A value that it has no name for (of an enumeration) reaches it as a number: whoever sends one must know that
/// the other side is new enough.
/// </remarks>
[GenerateSerializer, Immutable, Alias("StataRuns.RunSnapshot")]
public sealed record RunSnapshot
{
    /// <summary>Which of two snapshots is newer.</summary>
    [Id(0)] public required RunVersion Version { get; init; }

    /// <summary>The run.</summary>
    [Id(1)] public required RunId RunId { get; init; }

    /// <summary>What is run: <c>file</c>.</summary>
    [Id(2)] public required string Kind { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(3)] public required RunStatus Status { get; init; }

    /// <summary>The engine in words, such as <c>StataNow/MP 19.5</c>; null until it is known.</summary>
    [Id(4)] public string? Engine { get; init; }

    /// <summary>Is the engine the bundled stand-in?</summary>
    [Id(5)] public bool StandIn { get; init; }

    /// <summary>Whose run it is.</summary>
    [Id(6)] public required string Owner { get; init; }

    /// <summary>Absolute path of the do-file.</summary>
    [Id(7)] public required string FilePath { get; init; }

    /// <summary>SHA-256 of the do-file as it was submitted, 64 hexadecimal digits.</summary>
    [Id(8)] public required string FileSha256 { get; init; }

    /// <summary>The do-file's arguments.</summary>
    [Id(9)] public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Absolute path of the folder in which the do-file runs.</summary>
    [Id(10)] public required string WorkingDir { get; init; }

    /// <summary>The session it runs in; null for a process of its own.</summary>
    [Id(11)] public string? SessionId { get; init; }

    /// <summary>Place in the queue, 1 for the next; null when it does not wait.</summary>
    [Id(12)] public int? QueuePosition { get; init; }

    /// <summary>What it waits for, in a sentence.</summary>
    [Id(13)] public string? QueueReason { get; init; }

    /// <summary>When it was accepted.</summary>
    [Id(14)] public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When its process was started.</summary>
    [Id(15)] public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    [Id(16)] public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Wall time after which it is stopped, in seconds.</summary>
    [Id(17)] public double? TimeoutSeconds { get; init; }

    /// <summary>How far it is; null before its first command.</summary>
    [Id(18)] public RunProgress? Progress { get; init; }

    /// <summary>Stata's return code.</summary>
    [Id(19)] public int? ReturnCode { get; init; }

    /// <summary>What it used of the machine.</summary>
    [Id(20)] public required RunUsage Usage { get; init; }

    /// <summary>What went wrong.</summary>
    [Id(21)] public RunError? Error { get; init; }

    /// <summary>Sentences worth reading: where the console is, that a stop came too late, and the like.</summary>
    [Id(22)] public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The newest line of output, for a progress message.</summary>
    [Id(23)] public string? LastLine { get; init; }

    /// <summary>Has a stop been asked for?</summary>
    [Id(24)] public bool StopRequested { get; init; }

    /// <summary>Lines of the do-file; null until it was looked at.</summary>
    [Id(25)] public int? FileLines { get; init; }

    /// <summary>The graphs it left behind, by name; known once it is over.</summary>
    [Id(30)] public IReadOnlyList<RunGraph> Graphs { get; init; } = [];

    /// <summary>Was an answer with its final status delivered to its owner already? Older programs do not say: then false.</summary>
    [Id(31)] public bool WasDelivered { get; init; }

    /// <summary>The name that its user gave it, one line; null for none.</summary>
    [Id(32)] public string? Label { get; init; }

    /// <summary>Names of the environment variables that it was given, in order. Their values are in no snapshot.</summary>
    [Id(33)] public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>The files it wrote, in the order in which its log names them; known once it is over.</summary>
    [Id(34)] public IReadOnlyList<WrittenFile> Files { get; init; } = [];
}

/// <summary>How far a run is.</summary>
/// <param name="Done">Commands done, with a fraction for the one that runs.</param>
/// <param name="Total">Commands of the do-file, where that is known.</param>
/// <param name="Unit">What is counted: <c>commands</c>.</param>
/// <param name="Percent">0 to 100.</param>
/// <param name="Message">What goes on inside the command, such as <c>bootstrap 300/1000</c>.</param>
/// <param name="Line">Line of the do-file, from 1.</param>
/// <param name="Command">The command that runs, on one line.</param>
/// <param name="EtaSeconds">Seconds until the end, as far as can be told.</param>
[GenerateSerializer, Immutable, Alias("StataRuns.RunProgress")]
public sealed record RunProgress(
    [property: Id(0)] double Done,
    [property: Id(1)] int? Total,
    [property: Id(2)] string Unit,
    [property: Id(3)] double? Percent,
    [property: Id(4)] string? Message,
    [property: Id(5)] int? Line,
    [property: Id(6)] string? Command,
    [property: Id(7)] double? EtaSeconds);

/// <summary>What a run used.</summary>
/// <param name="CpuSeconds">Processor time, in seconds.</param>
/// <param name="PeakMemoryBytes">Largest resident memory, in bytes.</param>
/// <param name="OutputBytes">Bytes of the log.</param>
[GenerateSerializer, Immutable, Alias("StataRuns.RunUsage")]
public sealed record RunUsage(
    [property: Id(0)] double? CpuSeconds,
    [property: Id(1)] long? PeakMemoryBytes,
    [property: Id(2)] long OutputBytes);

/// <summary>What went wrong in a run.</summary>
/// <param name="Code">Stata's return code, where there is one.</param>
/// <param name="Message">In words.</param>
/// <param name="Command">The command that failed.</param>
/// <param name="FilePath">The do-file in which it stands: the innermost one.</param>
/// <param name="Line">Its line there, from 1.</param>
[GenerateSerializer, Immutable, Alias("StataRuns.RunError")]
public sealed record RunError(
    [property: Id(0)] int? Code,
    [property: Id(1)] string Message,
    [property: Id(2)] string? Command,
    [property: Id(3)] string? FilePath,
    [property: Id(4)] int? Line);
