namespace StataRuns.Runs;

/// <summary>Where a run stands. Which of them may follow which is <see cref="RunTransitions"/>' table.</summary>
public enum RunStatus
{
    /// <summary>Waits for a seat.</summary>
    Queued,

    /// <summary>Claimed; the process is being started.</summary>
    Starting,

    /// <summary>The process lives.</summary>
    Running,

    /// <summary>The owning host does not answer; the process may live. Derived when read, never stored.</summary>
    Unreachable,

    /// <summary>Ended with return code 0, written by Stata.</summary>
    Succeeded,

    /// <summary>Ended with another return code, could not start, or ended without a code.</summary>
    Failed,

    /// <summary>Stopped on request.</summary>
    Cancelled,

    /// <summary>Stopped by its wall time.</summary>
    TimedOut,

    /// <summary>Nobody can say how it ended.</summary>
    Lost,
}
