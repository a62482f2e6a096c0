namespace StataRuns.McpFrontend.Cli.Display;

/// <summary>Standard output takes nothing any more: a pipe whose end was closed, a terminal that is gone, a disk that is full.</summary>
/// <param name="cause">What writing said.</param>
public sealed class OutputClosedException(Exception cause) : Exception($"Standard output takes nothing any more ({cause.Message})", cause);
