namespace StataRuns.Runner.Protocol;

/// <summary>Which process an attempt started (<c>process.json</c>).</summary>
public sealed record ProcessRecord
{
    /// <summary>The attempt's mark.</summary>
    public required string Nonce { get; init; }

    /// <summary>The process; also the leader of its process group.</summary>
    public required ProcessIdentity Process { get; init; }

    /// <summary>When it was started, by the machine's clock: for people.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>
    /// When it was started, by a clock that nobody sets (<see cref="TimeProvider.GetTimestamp"/>, one clock for all processes
    /// of a boot): the wall time limit counts from here, for the runner that started it and for one that adopts it.
    /// </summary>
    public required long StartedTimestamp { get; init; }

    /// <summary>
    /// How many processes the system had started since its boot, counted just before this one: a later count tells whether the process's number can have been
    /// given out again. Null where the system does not count, and in records of older runners.
    /// </summary>
    public long? Forks { get; init; }
}
