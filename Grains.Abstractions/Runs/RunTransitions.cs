namespace StataRuns.Runs;

/// <summary>
/// The life of a run as one table. A final status has no way out: the storage refuses one too, so that not even a wrong
/// program can change how a run ended.
/// <code>
/// from      to
/// queued    starting (a seat), cancelled (before it began), failed (it can never start)
/// starting  running, every final status,
///           queued (its attempt was revoked: the process never was and never will be)
/// running   every final status,
///           queued (Stata refused to start because all seats of its licence are taken, before the wrapper's first line)
/// </code>
/// </summary>
public static class RunTransitions
{
    private static readonly Dictionary<RunStatus, RunStatus[]> Table = new()
    {
        [RunStatus.Queued] = [RunStatus.Starting, RunStatus.Cancelled, RunStatus.Failed],
        [RunStatus.Starting] =
        [
            RunStatus.Running, RunStatus.Queued,
            RunStatus.Succeeded, RunStatus.Failed, RunStatus.Cancelled, RunStatus.TimedOut, RunStatus.Lost,
        ],
        [RunStatus.Running] =
        [
            RunStatus.Queued,
            RunStatus.Succeeded, RunStatus.Failed, RunStatus.Cancelled, RunStatus.TimedOut, RunStatus.Lost,
        ],
    };

    /// <summary>May a run go from one status to another?</summary>
    public static bool Allows(RunStatus from, RunStatus to) => Table.TryGetValue(from, out var next) && next.Contains(to);

    /// <summary>Does this status never change again?</summary>
    public static bool IsFinal(this RunStatus status) =>
        status is RunStatus.Succeeded or RunStatus.Failed or RunStatus.Cancelled or RunStatus.TimedOut or RunStatus.Lost;

    /// <summary>The status as the contract and the database write it: <c>timed_out</c>.</summary>
    public static string Word(this RunStatus status) => status switch
    {
        RunStatus.Queued => "queued",
        RunStatus.Starting => "starting",
        RunStatus.Running => "running",
        RunStatus.Unreachable => "unreachable",
        RunStatus.Succeeded => "succeeded",
        RunStatus.Failed => "failed",
        RunStatus.Cancelled => "cancelled",
        RunStatus.TimedOut => "timed_out",
        RunStatus.Lost => "lost",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "no such status"),
    };

    /// <summary>Reads a status word; null if there is no such word.</summary>
    public static RunStatus? Parse(string word) =>
        Enum.GetValues<RunStatus>().Where(status => status.Word() == word).Select(status => (RunStatus?)status).FirstOrDefault();
}
