namespace StataRuns.McpFrontend.Cli.Connecting;

/// <summary>The service answered that it cannot do this; the message is its sentence.</summary>
/// <param name="message">What is wrong and what is right.</param>
public sealed class ToolRefusedException(string message) : Exception(message)
{
    /// <summary>Nothing is wrong with the request, but with the moment: the run stands so that it cannot be done now.</summary>
    public bool IsConflict { get; init; }
}
