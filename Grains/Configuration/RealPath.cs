namespace StataRuns.Configuration;

/// <summary>Paths without symbolic links.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>The path with every link in it resolved, as far as it exists; what does not exist stays as it is written.</summary>
    public static string Of(string path)
    {
        var full = Path.GetFullPath(path);
        for (var links = 0; links < MostLinks; links++)
        {
            if (FirstLink(full) is not { } resolved)
            {
                break;
            }

            full = resolved;
        }

        return Path.TrimEndingDirectorySeparator(full);
    }

    /// <summary>The path with its first link replaced by what the link names; null if there is none.</summary>
    private static string? FirstLink(string full)
    {
        var root = Path.GetPathRoot(full)!;
        var parts = full[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        var sofar = root;
        for (var i = 0; i < parts.Length; i++)
        {
            sofar = Path.Join(sofar, parts[i]);
            if (new FileInfo(sofar).LinkTarget is { } target)
            {
                var there = Path.GetFullPath(target, Path.GetDirectoryName(sofar)!);
                return Path.GetFullPath(Path.Join([there, .. parts[(i + 1)..]]));
            }
        }

        return null;
    }
}
