namespace StataRuns.McpFrontend.Mcp.Messages;

/// <summary>What a message says of itself, as far as it could be read, and what is wrong with it.</summary>
internal sealed record MessageHead
{
    /// <summary>The id as it is written in the message; null where there is none, or none that an answer may carry.</summary>
    public string? Id { get; init; }

    /// <summary>The method; null for an answer, and where it could not be read.</summary>
    public string? Method { get; init; }

    /// <summary>The revision that a request of the stateless era carries in <c>_meta</c>; null in the initialize era.</summary>
    public string? Revision { get; init; }

    /// <summary>Why it is refused; null for a message of the right form.</summary>
    public MessageProblem? Problem { get; init; }
}
