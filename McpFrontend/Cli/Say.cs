using StataRuns.McpFrontend.Cli.Display;

namespace StataRuns.McpFrontend.Cli;

/// <summary>
/// Lines for the person: what was asked for goes to standard output, what is said beside it to standard error. The one place where the verbs print, so that whatever a name or a
/// message holds is shown and never obeyed (see <see cref="Visible"/>).
/// </summary>
internal static class Say
{
    /// <summary>A line of the answer.</summary>
    public static void Answer(string line) => Write(Visible.Line(line));

    /// <summary>A row of the answer for a program: cells with a tab between.</summary>
    public static void Row(IEnumerable<string> cells) => Write(string.Join('\t', cells.Select(Visible.Line)));

    /// <summary>Lines of the answer, such as a part of a file.</summary>
    public static void Lines(string text) => Write(Visible.Lines(text));

    /// <summary>A line that <see cref="Terminal.Render"/> made: its pieces were made visible, and its colours are ours.</summary>
    public static void Rendered(string line) => Write(line);

    /// <summary>The answer as JSON, exactly.</summary>
    public static void Json(string json) => Write(json);

    /// <summary>A remark. Where standard error was closed nobody wants to hear it, and nothing else depends on it.</summary>
    public static void Remark(string line)
    {
        try
        {
            Console.Error.WriteLine(Characters.Fit(Visible.Line(line), Console.OutputEncoding));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Closed.
        }
    }

    /// <summary>What is wrong, and the lines below it.</summary>
    public static void Failure(CliException failure)
    {
        Remark(failure.Message);
        foreach (var line in failure.Lines)
        {
            Remark(line);
        }
    }

    /// <summary>What is asked of the person, before the answer is read from the same line.</summary>
    public static void Prompt(string question) => Console.Error.Write(Characters.Fit(Visible.Line(question), Console.OutputEncoding));

    private static void Write(string text) => Console.Out.WriteLine(Characters.Fit(text, Console.OutputEncoding));
}
