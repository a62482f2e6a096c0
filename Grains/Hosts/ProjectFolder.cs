namespace StataRuns.Hosts;

/// <summary>
/// The folder of the project that a do-file belongs to: the nearest one, its own included, that holds <c>.git</c>, <c>.stataruns</c> or a project
/// file of Stata's (<c>*.stpr</c>).
/// </summary>
internal static class ProjectFolder
{
    private static readonly string[] Marks = [".git", ".stataruns"];

    /// <summary>The project's folder; null where no folder above the do-file is one, or a folder cannot be looked into.</summary>
    /// <param name="folder">Absolute path of the do-file's folder.</param>
    public static string? Above(string folder)
    {
        for (var above = folder; above is not null; above = Path.GetDirectoryName(above))
        {
            if (IsProject(above))
            {
                return above;
            }
        }

        return null;
    }

    private static bool IsProject(string folder)
    {
        try
        {
            return Marks.Any(mark => Path.Exists(Path.Combine(folder, mark))) || Directory.EnumerateFiles(folder, "*.stpr").Any();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
