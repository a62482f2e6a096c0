namespace StataRuns.McpFrontend.Cli.Connect.Editing;

/// <summary>How a text ends its lines.</summary>
internal static class LineEnds
{
    /// <summary>As its first line does; a text of one line, or none, as Unix does.</summary>
    public static string Of(string text)
    {
        var first = text.IndexOf('\n', StringComparison.Ordinal);
        return first > 0 && text[first - 1] == '\r' ? "\r\n" : "\n";
    }

    /// <summary>The line of an offset, from 1.</summary>
    public static int LineAt(string text, int offset) => text.AsSpan(0, offset).Count('\n') + 1;
}
