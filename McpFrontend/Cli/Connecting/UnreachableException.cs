namespace StataRuns.McpFrontend.Cli.Connecting;

/// <summary>The service does not answer now, and may do so later.</summary>
/// <param name="message">Which one, and why.</param>
internal sealed class UnreachableException(string message) : CliException(message, Cli.ExitCode.LostOrUnreachable)
{
    /// <summary>It is no matter of seconds: a name that is unknown, a certificate that is not trusted. Waited for only where the service has answered before.</summary>
    public bool IsLasting { get; init; }
}
