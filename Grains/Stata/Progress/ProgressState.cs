namespace StataRuns.Stata;

/// <summary>
/// All that a <c>ProgressTracker</c> knows, small (below 8 KiB as JSON, beside the files that the log named) whatever the log's length: reading goes on at
/// <see cref="Offset"/> as if it had never stopped.
/// </summary>
public sealed record ProgressState
{
    /// <summary>The log's byte from which to go on: the beginning of a line, or a place inside one too long to matter.</summary>
    public long Offset { get; init; }

    /// <summary>The rest of an overlong line comes first and is passed over.</summary>
    public bool InOverlongLine { get; init; }

    /// <summary>The wrapper has reached the user's do-file.</summary>
    public bool Started { get; init; }

    /// <summary>The wrapper has left the user's do-file.</summary>
    public bool Ended { get; init; }

    /// <summary>The most that was ever done.</summary>
    public double Done { get; init; }

    /// <summary>The do-files that are open, outermost first.</summary>
    public IReadOnlyList<FrameState> Frames { get; init; } = [];

    /// <summary>Do-files open below the innermost that is followed.</summary>
    public int Deeper { get; init; }

    /// <summary>Where the log may have gone on, to be confirmed by the next echo: index of the frame, and of its line.</summary>
    public int? GuessFrame { get; init; }

    /// <summary>See <see cref="GuessFrame"/>.</summary>
    public int GuessLine { get; init; }

    /// <summary>The number that the next echoed line of a block would have; 0 outside.</summary>
    public int BlockLine { get; init; }

    /// <summary>The line before was a block's, and blank or a comment: its next line has no number.</summary>
    public bool InBlockLine { get; init; }

    /// <summary>What the command before the current one showed as an error (<c>display as error</c>).</summary>
    public string? ErrorShown { get; init; }

    /// <summary>The block in which <see cref="Error"/> happened: index of the frame, and of its command.</summary>
    public int? ErrorFrame { get; init; }

    /// <summary>See <see cref="ErrorFrame"/>.</summary>
    public int ErrorCommand { get; init; }

    /// <summary>Index of the user's line that had been reached when <see cref="Error"/> happened.</summary>
    public int? ErrorLine { get; init; }

    /// <summary>What the line before was.</summary>
    public int LastKind { get; init; }

    /// <summary>The last line of output.</summary>
    public byte[] Output { get; init; } = [];

    /// <summary>What the current command has said, as far as it may be an error's message.</summary>
    public byte[] Said { get; init; } = [];

    /// <summary>A blank line or a rule came behind it.</summary>
    public bool SaidIsClosed { get; init; }

    /// <summary>That line came after the last echo.</summary>
    public bool OutputIsFresh { get; init; }

    /// <summary>Something was echoed after the current line.</summary>
    public bool HasMovedOn { get; init; }

    /// <summary>The replications counted in the current command.</summary>
    public ReplicationState? Replications { get; init; }

    /// <summary>The error that ended the do-file, as far as the log has told.</summary>
    public StataError? Error { get; init; }

    /// <summary>The clock's part.</summary>
    public EtaState? Eta { get; init; }

    /// <summary>The files that the log named; null where it named none.</summary>
    public NamedFilesState? Files { get; init; }

    /// <summary>What became of the graphs; null where no command drew, saved or dropped one.</summary>
    public GraphFollowerState? Graphs { get; init; }

    /// <summary>Echoes since the last line that was reached that are none of the do-file's.</summary>
    public int UnknownEchoes { get; init; }

    /// <summary>When the run had come how far (<c>RunCourse</c>); null before its first byte.</summary>
    public CourseState? Course { get; init; }
}
