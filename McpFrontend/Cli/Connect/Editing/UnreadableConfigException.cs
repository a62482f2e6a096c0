namespace StataRuns.McpFrontend.Cli.Connect.Editing;

/// <summary>A client's file is broken, or written in a way that a program should not change.</summary>
/// <param name="line">From 1.</param>
/// <param name="column">From 1; null for the line as a whole.</param>
/// <param name="reason">What is wrong, as the rest of a sentence.</param>
internal sealed class UnreadableConfigException(int line, int? column, string reason)
    : Exception(column is { } at ? $"line {line}, column {at}: {reason}" : $"line {line}: {reason}");
