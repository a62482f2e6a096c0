using System.Text.RegularExpressions;

namespace StataRuns.McpFrontend.Cli.Display;

/// <summary>
/// What the service says of a run (notes, why it waits, what is wrong with a request) is said to models as well, and names their tools. A person at a terminal has
/// verbs: this is the one place where the one becomes the other. JSON keeps the words as they are.
/// </summary>
internal static partial class TerminalWords
{
    private static readonly Dictionary<string, string> Verbs = new(StringComparer.Ordinal)
    {
        ["stata_run_file"] = "run",
        ["stata_run_selection"] = "run -",
        ["stata_run_attach"] = "attach",
        ["stata_run_status"] = "attach",
        ["stata_run_output"] = "logs",
        ["stata_run_cancel"] = "cancel",
        ["stata_run_list"] = "ps --all",
        ["stata_info"] = "status",
    };

    /// <summary>The text with verbs in place of tools.</summary>
    public static string Of(string text) => Tool().Replace(Both().Replace(text, ""), match =>
        !Verbs.TryGetValue(match.Groups["tool"].Value, out var verb) ? match.Value
        : match.Groups["run"] is { Success: true } run ? $"\"stataruns {verb} {run.Value}\""
        : $"\"stataruns {verb}\"");

    /// <summary>A note that has the verb beside the tool, as those of 0.1.0 do.</summary>
    [GeneratedRegex("""stata_[a-z_]+, or (?=stataruns )""")]
    private static partial Regex Both();

    /// <summary>A tool, and the run that it is to be called with.</summary>
    [GeneratedRegex("""(?<tool>stata_[a-z_]+)(?:(?: with|,) run_id "?(?<run>[0-9a-z]{26}\.[a-z0-9-]+)"?)?""")]
    private static partial Regex Tool();
}
