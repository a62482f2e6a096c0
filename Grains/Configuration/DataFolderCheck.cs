namespace StataRuns.Configuration;

/// <summary>
/// What must be true of a data folder's own entries before any of them is read, written or given a mode: nothing leads out of the folder, and nothing could have been put
/// there by another user. All entries are looked at, whatever they are called, so that a file that a later version keeps there is in it.
/// </summary>
internal static class DataFolderCheck
{
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const int MostNamed = 5;

    /// <summary>Refuses a folder that belongs to another user, or into which others could have put anything.</summary>
    /// <param name="path">The folder as it was given, for messages.</param>
    /// <param name="facts">What it is.</param>
    /// <param name="isEmpty">Nothing is in it yet.</param>
    /// <exception cref="ConfigurationException">It cannot be trusted; the message says how to put it right.</exception>
    public static void Folder(string path, PathFacts facts, bool isEmpty)
    {
        if (facts.Owner is { } owner && owner != PathFacts.Self)
        {
            throw new ConfigurationException(
                $"The data folder {path} belongs to another user (number {owner}; this is {PathFacts.Self}), who could put anything into it: start the service as that user, give the folder to this one (chown), or set {ConfigurationKey.Section}:DataDirectory to a folder of your own.");
        }

        if (facts.IsWritableByOthers && !isEmpty)
        {
            throw new ConfigurationException(
                $"The data folder {path} may be written by other users (mode {facts.Octal}), so that another user could have put a token, a database or runs into it: look through it (ls -la), remove what is not yours, close it (chmod 700), and start again; or set {ConfigurationKey.Section}:DataDirectory to a folder of your own.");
        }
    }

    /// <summary>Refuses what leads out of the folder or is another user's, and closes what was open within a folder that no other user could enter.</summary>
    /// <param name="folder">The folder without links.</param>
    /// <param name="wasReachable">Other users could enter the folder until now.</param>
    /// <exception cref="ConfigurationException">Something in it cannot be trusted; the message says what, and how to put it right.</exception>
    public static void Entries(string folder, bool wasReachable)
    {
        List<string> links = [], strangers = [], open = [];
        foreach (var path in Directory.EnumerateFileSystemEntries(folder))
        {
            switch (PathFacts.Of(path))
            {
                case null:
                    break; // gone meanwhile
                case { Kind: PathKind.Link }:
                    links.Add(path);
                    break;
                case { IsStrangers: true }:
                    strangers.Add(path);
                    break;
                case { IsWritableByOthers: true, Kind: PathKind.File or PathKind.Folder } when wasReachable:
                    open.Add(path);
                    break;
                case { IsWritableByOthers: true, Kind: PathKind.File or PathKind.Folder } facts when !OperatingSystem.IsWindows():
                    File.SetUnixFileMode(path, facts.Mode & OnlyOwner);
                    break;
            }
        }

        Refuse(links, "is a symbolic link", "are symbolic links", "nothing in a data folder may lead out of it. Remove it; if the data should lie elsewhere, put the whole folder there");
        Refuse(strangers, "belongs to another user", "belong to another user", "it may have been put there for this service to trust. Remove it, or make it yours (chown) if you know where it comes from");
        Refuse(open, "may be written by other users, who could enter the folder until now,", "may be written by other users, who could enter the folder until now,", "it may have been changed. If you trust it, close it (chmod go-w) and start again; else remove it");

        void Refuse(List<string> which, string isOne, string areMany, string why)
        {
            if (which.Count > 0)
            {
                which.Sort(StringComparer.Ordinal);
                var names = string.Join(", ", which.Take(MostNamed)) + (which.Count > MostNamed ? $" and {which.Count - MostNamed} more" : "");
                throw new ConfigurationException($"{names} {(which.Count == 1 ? isOne : areMany)}: {why}.");
            }
        }
    }
}
