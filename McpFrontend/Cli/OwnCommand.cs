namespace StataRuns.McpFrontend.Cli;

/// <summary>
/// How a person calls this program from where they are, with what it takes to reach the same service: a hint is to be pasted.
/// </summary>
/// <param name="options">Options that every hint repeats, such as <c>--stand-in</c>: they choose the service.</param>
internal sealed class OwnCommand(IReadOnlyList<string> options)
{
    private const string Name = "stataruns";

    /// <summary>The command line of a verb.</summary>
    public string Text(params IReadOnlyList<string> verb) =>
        string.Join(' ', [Program(), .. verb.Concat(options).Select(Quote)]);

    /// <summary>By its name where a shell would find it, else by its shortest path.</summary>
    private static string Program()
    {
        var path = Environment.ProcessPath;
        if (path is null || Path.GetFileNameWithoutExtension(path) != Name)
        {
            return Name;
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (folders.Any(folder => File.Exists(Path.Join(folder, Path.GetFileName(path)))))
        {
            return Name;
        }

        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return Quote(relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathFullyQualified(relative) ? path : Path.Join(".", relative));
    }

    private static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsLetterOrDigit(c) || "-_./:=~,+@\\".Contains(c, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
