namespace StataRuns.McpFrontend.Cli.Connect;

/// <summary>Words of a command line, to be pasted into this system's usual shell.</summary>
internal static class ShellWord
{
    private const string Plain = "-_./:=~,+@";

    /// <summary>The whole line.</summary>
    public static string Line(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    /// <summary>One word.</summary>
    public static string Quote(string word) => Quote(word, OperatingSystem.IsWindows());

    /// <summary>One word, for a Unix shell or for Windows' rules of splitting a command line.</summary>
    public static string Quote(string word, bool forWindows)
    {
        if (word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || Plain.Contains(c, StringComparison.Ordinal) || (forWindows && c == '\\')))
        {
            return word;
        }

        return forWindows ? Windows(word) : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }

    /// <summary>Quotes are escaped, and so are the backslashes right before one: elsewhere a backslash is itself.</summary>
    private static string Windows(string word)
    {
        var quoted = new System.Text.StringBuilder("\"");
        var backslashes = 0;
        foreach (var c in word + '"')
        {
            if (c == '\\')
            {
                backslashes++;
                continue;
            }

            quoted.Append('\\', c == '"' ? backslashes * 2 : backslashes);
            backslashes = 0;
            quoted.Append(c == '"' ? "\\\"" : c.ToString());
        }

        // The last quote was only put there to end the run of backslashes before it.
        return quoted.Remove(quoted.Length - 2, 2).Append('"').ToString();
    }
}
