using StataRuns.Hosts;

namespace StataRuns.McpFrontend.Mcp.Snapshots;

/// <summary>What the service is and has, as <c>stata_info</c> answers it.</summary>
internal sealed record InfoJson
{
    public required string Text { get; init; }
    public required string Version { get; init; }
    public string? Engine { get; init; }
    public string? EnginePath { get; init; }
    public string? Edition { get; init; }
    public string? EngineVersion { get; init; }
    public bool StandIn { get; init; }
    public string? EngineMissing { get; init; }
    public required SeatsJson Seats { get; init; }
    public required IReadOnlyList<HostJson> Hosts { get; init; }
    public required LimitsJson Limits { get; init; }
    public required string Owner { get; init; }
}

/// <summary>
/// Licence seats. <c>used</c> and <c>waiting</c> count the runs of all owners, <c>own_running</c> and <c>own_waiting</c> the caller's; <c>running</c> and
/// <c>queued</c> name the first of the caller's on each host.
/// </summary>
internal sealed record SeatsJson(
    int Total, int Used, int Waiting, int OwnRunning, int OwnWaiting, IReadOnlyList<string> Running, IReadOnlyList<string> Queued);

/// <summary>A host: <c>state</c> is <c>ready</c>, <c>draining</c> or <c>unreachable</c>; of one that does not answer nothing else is known.</summary>
internal sealed record HostJson(string Host, string State, string? Engine, bool StandIn, int Seats, int Used, int Waiting)
{
    public static HostJson Of(string name, HostDescription? host) => host is null
        ? new HostJson(name, "unreachable", null, false, 0, 0, 0)
        : new HostJson(name, host.IsDraining ? "draining" : "ready", host.Engine, host.StandIn, host.Seats, host.RunningCount, host.QueuedCount);
}

/// <summary>What bounds a run and a call.</summary>
internal sealed record LimitsJson(long MaxOutputBytes, double? DefaultTimeoutSeconds, double? WaitSeconds);
