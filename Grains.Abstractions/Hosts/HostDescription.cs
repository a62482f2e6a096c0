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

    /// <summary>Runs that hold a seat.</summary>
    [Id(8)] public IReadOnlyList<RunId> Running { get; init; } = [];

    /// <summary>Runs that wait, first to last.</summary>
    [Id(9)] public IReadOnlyList<RunId> Queued { get; init; } = [];

    /// <summary>Bytes of output after which a run is stopped.</summary>
    [Id(10)] public long MaxOutputBytes { get; init; }

    /// <summary>Wall time in seconds after which a run is stopped, unless it says otherwise; null for none.</summary>
    [Id(11)] public double? DefaultTimeoutSeconds { get; init; }

    /// <summary>It takes no new runs.</summary>
    [Id(12)] public bool IsDraining { get; init; }
}
