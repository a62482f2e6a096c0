namespace StataRuns.Clients.Tests.Clients;

/// <summary>A client's server, as it is told of it: an address, or a command to launch.</summary>
internal sealed record Target
{
    public string? Url { get; init; }

    public Dictionary<string, string>? Headers { get; init; }

    public string? Command { get; init; }

    public IReadOnlyList<string>? Arguments { get; init; }

    public string? Directory { get; init; }

    /// <summary>The revision or era to begin with, in the client's own word.</summary>
    public string? Revision { get; init; }
}
