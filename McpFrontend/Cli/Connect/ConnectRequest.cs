namespace StataRuns.McpFrontend.Cli.Connect;

/// <summary>What <c>connect</c> was asked for.</summary>
internal sealed record ConnectRequest
{
    /// <summary>The client; null to list them.</summary>
    public string? Client { get; init; }

    /// <summary>The server's name in the client.</summary>
    public required string Name { get; init; }

    /// <summary>For whom.</summary>
    public required ClientScope Scope { get; init; }

    /// <summary>By address rather than by a program to start.</summary>
    public bool Http { get; init; }

    /// <summary>The token is to be written down.</summary>
    public bool WithToken { get; init; }

    /// <summary>Write it.</summary>
    public bool Write { get; init; }

    /// <summary>Take it out again.</summary>
    public bool Undo { get; init; }

    /// <summary>In the place of somebody else's server of that name.</summary>
    public bool Replace { get; init; }

    /// <summary>For programs.</summary>
    public bool Json { get; init; }
}
