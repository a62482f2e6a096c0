namespace StataRuns.McpFrontend.Cli;

/// <summary>What the program's exit code says.</summary>
internal static class ExitCode
{
    public const int Succeeded = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;
    public const int LostOrUnreachable = 3;
    public const int Cancelled = 4;
    public const int TimedOut = 5;

    /// <summary>The terminal let go; the run goes on. 128 + SIGINT, as a shell would say.</summary>
    public const int Detached = 130;

    /// <summary>The exit code for how a run ended.</summary>
    /// <param name="status">The final status, as snapshots write it.</param>
    public static int Of(string status) => status switch
    {
        "succeeded" => Succeeded,
        "cancelled" => Cancelled,
        "timed_out" => TimedOut,
        "lost" or "unreachable" => LostOrUnreachable,
        _ => Failed,
    };
}
