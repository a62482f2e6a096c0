namespace StataRuns.StandIn.Programs;

/// <summary>The do-files that are run at each start: the first <c>sysprofile.do</c> that is found, then the first <c>profile.do</c>.</summary>
/// <remarks>
/// <c>help profileu</c>, <c>profilew</c>: looked for in the folder of the program, in the current one, along the system's path, on Windows in the user's folder, and
/// along the ado-path, of which there are the user's own folders here. They count as typed behind <c>run</c>.
/// </remarks>
internal static class StartProfiles
{
    /// <summary>Absolute paths, in the order in which they are run.</summary>
    public static IEnumerable<string> Find()
    {
        string[] folders = [.. Folders().Where(folder => folder.Length > 0)];
        return ((string[])["sysprofile.do", "profile.do"])
            .Select(name => folders.Select(folder => Path.GetFullPath(Path.Combine(folder, name))).FirstOrDefault(File.Exists))
            .OfType<string>()
            .ToList(); // found before the first one runs, which may change the folder
    }

    private static IEnumerable<string> Folders()
    {
        yield return AppContext.BaseDirectory;
        yield return Environment.CurrentDirectory;
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            yield return folder;
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsWindows())
        {
            yield return home;
        }

        foreach (var ado in (string[])["personal", "plus", ""])
        {
            yield return home.Length == 0 ? "" : Path.Combine(home, "ado", ado);
        }
    }
}
