namespace StataRuns.McpFrontend.Cli;

/// <summary>The command cannot go on; the message is a sentence for the person at the terminal.</summary>
/// <param name="message">What is wrong and how to go on.</param>
/// <param name="exitCode">What the program exits with.</param>
public class CliException(string message, int exitCode) : Exception(message)
{
    /// <summary>What the program exits with.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>Lines that are said below the message.</summary>
    internal IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>The same for programs: the runs that a reference fits.</summary>
    internal IReadOnlyList<ErrorRunJson>? Runs { get; init; }
}
