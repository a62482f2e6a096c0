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

/// <summary>Licence seats.</summary>
internal sealed record SeatsJson(int Total, int Used, int Waiting, IReadOnlyList<string> Running, IReadOnlyList<string> Queued);

/// <summary>A host.</summary>
internal sealed record HostJson(string Host, string? Engine, bool StandIn, int Seats, int Used);

/// <summary>What bounds a run and a call.</summary>
internal sealed record LimitsJson(long MaxOutputBytes, double? DefaultTimeoutSeconds, double? WaitSeconds);
