namespace StataRuns.Runner.Protocol.Spawning;

/// <summary>A program to start in a session of its own, with nothing of ours but what stands here.</summary>
internal sealed record SpawnRequest
{
    /// <summary>Absolute path of the program; no search path is consulted.</summary>
    public required string Executable { get; init; }

    /// <summary>Its arguments, without its own name.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Its whole environment.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The folder in which it starts.</summary>
    public required string Folder { get; init; }

    /// <summary>The file that gets its standard output and standard error, at the end; null for nowhere.</summary>
    public string? OutputFile { get; init; }
}
