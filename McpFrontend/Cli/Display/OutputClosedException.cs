namespace StataRuns.McpFrontend.Cli.Display;

/// <summary>Standard output has no reader any more: a pipe whose end was closed, a terminal that is gone.</summary>
/// <param name="cause">What writing said.</param>
public sealed class OutputClosedException(IOException cause) : Exception("Nobody reads standard output any more.", cause);
