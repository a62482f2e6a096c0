namespace StataRuns.Runs;

/// <summary>Notes of a snapshot that programs may want to recognise: its fields are fixed, its notes are sentences.</summary>
public static class RunNotes
{
    /// <summary>The run was kept: age does not delete it.</summary>
    public const string Kept = "Kept: it is not deleted by age.";

    /// <summary>The do-file is a text that was handed in and has no file of its user's.</summary>
    public const string StandardInput = "The do-file came from standard input.";
}

/// <summary>What came of the wish to delete a run.</summary>
public enum DeleteOutcome
{
    /// <summary>It is gone, log and all, and its id means nothing any more.</summary>
    Deleted,

    /// <summary>It is not over; nothing was deleted.</summary>
    NotOver,

    /// <summary>There is no such run.</summary>
    Unknown,

    /// <summary>It is exempt from deletion by age; nothing was deleted.</summary>
    Kept,

    /// <summary>Its id means nothing any more, and what the disk did not let go of is cleared later.</summary>
    DeletedNotCleared,
}
