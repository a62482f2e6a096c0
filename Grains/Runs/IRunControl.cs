using Orleans.Concurrency;
using StataRuns.Runner.Protocol;

namespace StataRuns.Runs;

/// <summary>What only its own host says to a run. None of these calls waits for the host: no circle of waiting can form.</summary>
[Alias("StataRuns.IRunControl")]
internal interface IRunControl : IGrainWithStringKey
{
    /// <summary>Writes the run's first state; after this it is durable.</summary>
    [Alias("Create")]
    Task<CreateOutcome> CreateAsync(Immutable<RunState> first);

    /// <summary>
    /// A seat is yours: start the attempt after the one named. Said again, or late, when that attempt was made already, it
    /// does nothing: the seat was given for one start.
    /// </summary>
    [OneWay, Alias("Start")]
    Task StartAsync(int afterAttempt);

    /// <summary>Take up what is going on, if nobody follows it: after a restart, or when a start broke off half-way.</summary>
    [OneWay, Alias("Resume")]
    Task ResumeAsync();

    /// <summary>The queue moved: the run's followers are notified if its place changed. Only runs that are followed are called.</summary>
    [OneWay, Alias("QueueMoved")]
    Task QueueMovedAsync();

    /// <summary>The log grew. Bytes are read from the file, so a lost or doubled call does no harm.</summary>
    [Alias("Grew")]
    Task OutputGrewAsync();

    /// <summary>There was more than one turn reads.</summary>
    [OneWay, Alias("ContinueReading")]
    Task ContinueReadingAsync();

    /// <summary>The do-file as it was found after Stata had begun with it. A lost call does no harm: it is looked at again at the end.</summary>
    [OneWay, Alias("ContentSeen")]
    Task ContentSeenAsync(string nonce, Immutable<DoFileSeen> seen);

    /// <summary>What became of an attempt. Repeated until it returns, so that an end is never forgotten because a disk was full.</summary>
    [Alias("Attempt")]
    Task AttemptAsync(Immutable<AttemptEvent> happened);
}

/// <summary>What came of writing a run's first state.</summary>
internal enum CreateOutcome
{
    Created,

    /// <summary>An active run with the same fingerprint is there already: the database refused a second one.</summary>
    Duplicate,
}

/// <summary>What became of an attempt to run a process.</summary>
/// <param name="Nonce">Which attempt: news of an older one is no news.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Process">The process, where there is one.</param>
/// <param name="Exit">Its end, where it ended.</param>
/// <param name="Why">What is known of the reason, where nothing was started.</param>
internal sealed record AttemptEvent(
    string Nonce, AttemptEventKind Kind, ProcessRecord? Process = null, ExitRecord? Exit = null, string? Why = null);

internal enum AttemptEventKind
{
    /// <summary>The process lives.</summary>
    Started,

    /// <summary>The process tree is gone, and the exit record says how.</summary>
    Ended,

    /// <summary>The attempt was revoked after a restart: its process never was and never will be started.</summary>
    Revoked,

    /// <summary>The runner that was started for it just now died before it started the process, and the attempt was revoked.</summary>
    Failed,

    /// <summary>Nothing of the attempt lives, and no exit record was written: the machine was started anew, or nobody could take it over.</summary>
    Vanished,
}
