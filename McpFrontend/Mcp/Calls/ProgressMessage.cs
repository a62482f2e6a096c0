using System.Globalization;
using System.Text;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Calls;

/// <summary>A run's progress in one line: <c>RUN_ID · 30% · line 12 of 40 · last line of output</c>.</summary>
internal static class ProgressMessage
{
    private const int LongestLine = 200;

    /// <summary>The line; parts that are not known are left out.</summary>
    public static string Of(RunSnapshot run)
    {
        var message = new StringBuilder(run.RunId.Text);
        if (run.Status is RunStatus.Queued)
        {
            message.Append(" · queued");
            Append(message, run.QueuePosition is { } position ? string.Create(CultureInfo.InvariantCulture, $"position {position}") : null);
            Append(message, run.QueueReason);
            return message.ToString();
        }

        Append(message, run.Status is RunStatus.Unreachable ? $"host {run.RunId.Host} does not answer" : null);
        Append(message, run.Progress?.Percent is { } percent ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(percent):0}%") : run.Status.Word());
        Append(message, Line(run));
        Append(message, Short(run.LastLine));
        return message.ToString();
    }

    private static string? Line(RunSnapshot run) => run switch
    {
        { Progress.Line: { } line, FileLines: { } lines } => string.Create(CultureInfo.InvariantCulture, $"line {line} of {lines}"),
        { Progress.Line: { } line } => string.Create(CultureInfo.InvariantCulture, $"line {line}"),
        _ => null,
    };

    private static string? Short(string? line)
    {
        var text = line?.ReplaceLineEndings(" ").Trim();
        return text is { Length: > LongestLine } ? $"{text[..LongestLine]}…" : text;
    }

    private static void Append(StringBuilder message, string? part)
    {
        if (!string.IsNullOrEmpty(part))
        {
            message.Append(" · ").Append(part);
        }
    }
}
