using StataRuns.McpFrontend.Mcp.Arguments;
using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.McpFrontend.Mcp.Output;

namespace StataRuns.McpFrontend.Mcp.Tools;

/// <summary>Arguments that several tools share.</summary>
internal static class Parameters
{
    public const int DefaultChars = 20_000;
    private const int MostChars = 1_000_000;

    public static readonly Parameter RunId = new("run_id", ParameterKind.Text) { Required = true, LongestBytes = 1024 };

    public static readonly Parameter Wait = new("wait", ParameterKind.Number)
    {
        Description = "Seconds to keep the call open; 0 returns at once",
        Maximum = Waits.Longest,
    };

    public static readonly Parameter Output = new("output", ParameterKind.Text) { Choices = ["compact", "full", "none"] };

    public static readonly Parameter MaxOutputChars = new("max_output_chars", ParameterKind.Whole) { Minimum = 100, Maximum = MostChars };

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
