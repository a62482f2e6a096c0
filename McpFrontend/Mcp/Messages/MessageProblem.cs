using ModelContextProtocol;

namespace StataRuns.McpFrontend.Mcp.Messages;

/// <summary>Why a message is refused before anything reads it.</summary>
/// <param name="Code">The JSON-RPC error code.</param>
/// <param name="Sentence">What came, and what is right.</param>
internal sealed record MessageProblem(int Code, string Sentence)
{
    /// <summary>The request itself could be read, and only what it asks with is wrong: it gets an answer like any other request.</summary>
    public bool IsOfArguments { get; private init; }

    /// <summary>The body is no JSON text in UTF-8.</summary>
    public static MessageProblem Unreadable(string sentence) => new((int)McpErrorCode.ParseError, sentence);

    /// <summary>It is JSON and no JSON-RPC message.</summary>
    public static MessageProblem NoMessage(string sentence) => new((int)McpErrorCode.InvalidRequest, sentence);

    /// <summary><c>params</c> as a whole, or what stands in <c>_meta</c>, has a wrong form.</summary>
    public static MessageProblem OfParams(string sentence) => new((int)McpErrorCode.InvalidParams, sentence);

    /// <summary>A member of <c>params</c> that the method needs is missing or has a wrong type.</summary>
    public static MessageProblem OfArguments(string sentence) => OfParams(sentence) with { IsOfArguments = true };
}
