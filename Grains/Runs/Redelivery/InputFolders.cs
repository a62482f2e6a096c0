using StataRuns.Output;
using StataRuns.Stata;

namespace StataRuns.Runs;

/// <summary>
/// The folders in which a run's inputs lie, as far as they can be known without running it: the do-file's, the working folder,
/// those of the do-files that it runs and of the paths that stand literally in them, and the user's own ado folders. A result is
/// delivered to a repeated call only if nothing in any of them has changed since the run's end.
/// </summary>
internal static class InputFolders
{
    private const int Most = 100;
    private const int MostBases = 20;
    private const int LargestFile = 10 * 1024 * 1024;

    /// <summary>The folders, in an order of their own; null where they cannot all be known.</summary>
    /// <param name="path">Absolute path of the do-file.</param>
    /// <param name="bytes">Its content.</param>
    /// <param name="workingDir">Absolute path of the folder that it runs in.</param>
    /// <param name="nested">The do-files that it runs; null where they cannot all be known.</param>
    public static IReadOnlyList<string>? Find(string path, byte[] bytes, string workingDir, IReadOnlyList<DoFileHash>? nested)
    {
        if (nested is null)
        {
            return null;
        }

        SortedSet<string> folders = new(StringComparer.Ordinal) { Path.GetDirectoryName(path)!, Normal(workingDir) };
        if (!AddNamed(folders, DoFile.Parse(bytes, path), workingDir))
        {
            return null;
        }

        foreach (var file in nested)
        {
            folders.Add(Path.GetDirectoryName(file.Path)!);
            if (Read(file.Path) is not { } content || !AddNamed(folders, DoFile.Parse(content, file.Path), workingDir))
            {
                return null;
            }
        }

        foreach (var ado in AdoFolders().Where(Directory.Exists))
        {
            folders.Add(ado);
        }

        return folders.Count <= Most ? [.. folders] : null;
    }

    private static bool AddNamed(SortedSet<string> folders, DoFile file, string workingDir)
    {
        if (NamedPaths.In(file) is not { } named)
        {
            return false;
        }

        // Where a "cd" leads is not followed through the program: a relative path may begin in any folder that one names.
        List<string> bases = [workingDir];
        foreach (var cd in named.Where(path => path.IsFolderOfWhatFollows))
        {
            bases.AddRange(bases.ToList().Select(from => Full(cd.Text, from)).OfType<string>().Where(Directory.Exists).Except(bases).Take(MostBases - bases.Count));
        }

        foreach (var full in named.SelectMany(path => bases.Select(from => Full(path.Text, from))).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (Directory.Exists(full))
            {
                folders.Add(full);
            }
            else if (Path.GetDirectoryName(full) is { Length: > 1 } parent && Directory.Exists(parent))
            {
                folders.Add(parent);
            }

            if (folders.Count > Most)
            {
                return false;
            }
        }

        return true;
    }

    private static byte[]? Read(string path)
    {
        try
        {
            return OrdinaryFile.TryRead(path, LargestFile);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string? Full(string written, string from)
    {
        try
        {
            var path = OperatingSystem.IsWindows() ? written : written.Replace('\\', '/'); // as Stata reads it everywhere
            if (path is "~" || path.StartsWith("~/", StringComparison.Ordinal))
            {
                path = Home + path[1..];
            }

            return Normal(Path.GetFullPath(path, from));
        }
        catch (Exception e) when (e is ArgumentException or IOException or NotSupportedException)
        {
            return null; // no path at all
        }
    }

    private static string Normal(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>
    /// Where programs that a user wrote or installed lie ([P] sysdir: PERSONAL, PLUS, OLDPLACE). <c>ssc install</c> and <c>net install</c>
    /// rewrite a file directly in PLUS, so that its many subfolders need not be looked at.
    /// </summary>
    private static IEnumerable<string> AdoFolders() =>
        ((string[])["ado/personal", "ado/plus", "ado"]).Select(folder => Path.Combine(Home, folder));
}
