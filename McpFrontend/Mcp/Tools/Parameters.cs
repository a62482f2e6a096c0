using StataRuns.McpFrontend.Mcp.Arguments;
using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.McpFrontend.Mcp.Output;

namespace StataRuns.McpFrontend.Mcp.Tools;

/// <summary>Arguments that several tools share.</summary>
internal static class Parameters
{
    public const int DefaultChars = 20_000;
    private const int MostChars = 1_000_000;

    public static readonly Parameter RunId = new("run_id", ParameterKind.Text)
    {
        Required = true,
        Description = "The run's id, as stata_run_file and stata_run_list return it",
        LongestBytes = 1024,
    };

    public static readonly Parameter Wait = new("wait", ParameterKind.Number)
    {
        Description = "Seconds to keep the call open; 0 returns at once. The run goes on afterwards",
        Default = "set by the service, usually 50",
        Maximum = Waits.Longest,
    };

    public static readonly Parameter Output = new("output", ParameterKind.Text)
    {
        Description = "How much of the log to return: compact leaves out echoes of loops and bookkeeping lines, none returns the state only",
        Default = "compact",
        Choices = ["compact", "full", "none"],
    };

    public static readonly Parameter MaxOutputChars = new("max_output_chars", ParameterKind.Whole)
    {
        Description = "Longest log text to return; stata_run_output reads the rest",
        Default = "20000",
        Minimum = 100,
        Maximum = MostChars,
    };

    /// <summary>What a call wants of the log.</summary>
    public static LogWish LogWish(CallArguments arguments, long from) => new(
        arguments.Text(Output.Name) switch
        {
            "full" => OutputMode.Full,
            "none" => OutputMode.None,
            _ => OutputMode.Compact,
        },
        from,
        (int)(arguments.Whole(MaxOutputChars.Name) ?? DefaultChars));
}
