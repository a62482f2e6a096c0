namespace StataRuns.Hosts;

/// <summary>The project that a do-file belongs to: what users take for the place where relative paths begin.</summary>
internal static class ProjectFolder
{
    /// <summary>Marks of a project: a repository (<c>.git</c> is a file in its further work trees), and our own; beside them a project file of Stata's Project Manager.</summary>
    private static readonly string[] Marks = [".git", ".stataruns"];

    private const string ProjectFiles = "*.stpr";

    /// <summary>The nearest folder with a mark, from a do-file's own folder upwards; the do-file's own where there is none.</summary>
    /// <param name="folder">The do-file's folder.</param>
    /// <param name="mayRunIn">Whether do-files may run in a folder: above one where they may not, nothing is looked for.</param>
    public static string Of(string folder, Func<string, bool> mayRunIn) =>
        Upwards(folder).TakeWhile(mayRunIn).FirstOrDefault(IsProject) ?? folder;

    /// <summary>A folder and those above it.</summary>
    public static IEnumerable<string> Upwards(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            yield return at;
        }
    }

    private static bool IsProject(string folder)
    {
        if (Marks.Any(mark => Path.Exists(Path.Combine(folder, mark))))
        {
            return true;
        }

        try
        {
            return Directory.EnumerateFiles(folder, ProjectFiles).Any();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // it may be passed through and not be listed
        }
    }
}
