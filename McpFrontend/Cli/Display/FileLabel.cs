using StataRuns.Hosts;

namespace StataRuns.McpFrontend.Cli.Display;

/// <summary>What a person calls a run's do-file.</summary>
internal static class FileLabel
{
    /// <summary>Its path; a text that was handed in has none that would say anything.</summary>
    public static string Of(string path) => StandardInputFolder.Holds(path) ? "standard input" : path;

    /// <summary>The same, from here if it is below.</summary>
    public static string Short(string path)
    {
        if (StandardInputFolder.Holds(path))
        {
            return Of(path);
        }

        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
