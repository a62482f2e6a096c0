namespace StataRuns.McpFrontend.Mcp.Arguments;

/// <summary>An argument is wrong. The message is the sentence that the caller reads: what came, and what is right.</summary>
internal sealed class WrongArgument(string message) : Exception(message);
