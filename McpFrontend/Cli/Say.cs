using StataRuns.McpFrontend.Cli.Display;

namespace StataRuns.McpFrontend.Cli;

/// <summary>Lines for the person: what was asked for goes to standard output, what is said beside it to standard error.</summary>
internal static class Say
{
    /// <summary>A line of the answer.</summary>
    public static void Answer(string line) => Console.Out.WriteLine(Characters.Fit(line, Console.OutputEncoding));

    /// <summary>A remark. Where standard error was closed nobody wants to hear it, and nothing else depends on it.</summary>
    public static void Remark(string line)
    {
        try
        {
            Console.Error.WriteLine(Characters.Fit(line, Console.OutputEncoding));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Closed.
        }
    }
}
