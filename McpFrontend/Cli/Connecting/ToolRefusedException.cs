namespace StataRuns.McpFrontend.Cli.Connecting;

/// <summary>A tool answered that it cannot do this; the message is its sentence.</summary>
/// <param name="message">What is wrong and what is right.</param>
public sealed class ToolRefusedException(string message) : Exception(message);
