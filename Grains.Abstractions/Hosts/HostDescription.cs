using StataRuns.Runs;

namespace StataRuns.Hosts;

/// <summary>What a host has and how busy it is. No Stata is started to tell it.</summary>
[GenerateSerializer, Immutable, Alias("StataRuns.HostDescription")]
public sealed record HostDescription
{
    /// <summary>The host's name.</summary>
    [Id(0)] public required string Host { get; init; }

    /// <summary>The engine in words; null when no Stata was found.</summary>
    [Id(1)] public string? Engine { get; init; }

    /// <summary>Path of its executable.</summary>
    [Id(2)] public string? EnginePath { get; init; }

    /// <summary>Edition, such as <c>MP</c>.</summary>
    [Id(3)] public string? Edition { get; init; }

    /// <summary>Version, such as <c>18.0</c>.</summary>
    [Id(4)] public string? EngineVersion { get; init; }

    /// <summary>Is it the bundled stand-in?</summary>
    [Id(5)] public bool StandIn { get; init; }

    /// <summary>Why there is no engine: where it was looked for and how to go on; null when there is one.</summary>
    [Id(6)] public string? EngineMissing { get; init; }

    /// <summary>Runs at a time.</summary>
    [Id(7)] public int Seats { get; init; }

    /// <summary>Runs of the owner who asks that hold a seat: the first of them.</summary>
    [Id(8)] public IReadOnlyList<RunId> Running { get; init; } = [];

    /// <summary>Runs of the owner who asks that wait: the first of them, in the queue's order.</summary>
    [Id(9)] public IReadOnlyList<RunId> Queued { get; init; } = [];

    /// <summary>Bytes of output after which a run is stopped.</summary>
    [Id(10)] public long MaxOutputBytes { get; init; }

    /// <summary>Wall time in seconds after which a run is stopped, unless it says otherwise; null for none.</summary>
    [Id(11)] public double? DefaultTimeoutSeconds { get; init; }

    /// <summary>It takes no new runs.</summary>
    [Id(12)] public bool IsDraining { get; init; }

    /// <summary>
    /// How many runs there are. Null from a host of the version before: its lists hold the runs of all owners, without limit, and it has no lists by owner.
    /// </summary>
    [Id(13)] public SeatCounts? Counts { get; init; }

    /// <summary>Seats in use, whosever run holds them.</summary>
    public int RunningCount => Counts?.Running ?? Running.Count;

    /// <summary>Runs that wait, whosever they are.</summary>
    public int QueuedCount => Counts?.Queued ?? Queued.Count;
}

/// <summary>How many runs hold a seat or wait on a host.</summary>
/// <param name="Running">Runs that hold a seat.</param>
/// <param name="Queued">Runs that wait.</param>
/// <param name="OwnRunning">Those of the owner who asks that hold a seat.</param>
/// <param name="OwnQueued">Those of the owner who asks that wait.</param>
[GenerateSerializer, Immutable, Alias("StataRuns.SeatCounts")]
public sealed record SeatCounts(
    [property: Id(0)] int Running,
    [property: Id(1)] int Queued,
    [property: Id(2)] int OwnRunning,
    [property: Id(3)] int OwnQueued);
