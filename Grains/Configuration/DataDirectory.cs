namespace StataRuns.Configuration;

/// <summary>The data folder: where it is by default, and what it must be before anything is kept in it.</summary>
internal static class DataDirectory
{
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Others = ~OnlyOwner & (UnixFileMode)0x1FF;
    private const UnixFileMode Entered = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>What a data folder that was used before holds.</summary>
    private static readonly string[] OurNames = ["token", "stataruns.db", "runs", "service.log", "service.json", "service.lock", "host", "gateway.json"];

    /// <summary>The default place on this system; a try-out with the stand-in has its own, so that it never gets in the way.</summary>
    public static string DefaultPath(bool standIn)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsWindows())
        {
            return Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), standIn ? "StataRuns-stand-in" : "StataRuns");
        }

        // A service account may have no home at all: a folder named "" would be the current one.
        var xdg = Environment.GetEnvironmentVariable("XDG_DATA_HOME");
        if (home.Length == 0 && !Path.IsPathFullyQualified(xdg ?? ""))
        {
            throw new ConfigurationException("The user has no home folder: set StataRuns:DataDirectory to a folder on a local disk.");
        }

        if (OperatingSystem.IsMacOS())
        {
            return Path.Join(home, "Library", "Application Support", standIn ? "StataRuns-stand-in" : "StataRuns");
        }

        // The specification of XDG_DATA_HOME says to ignore relative values.
        return Path.Join(
            Path.IsPathFullyQualified(xdg ?? "") ? xdg : Path.Join(home, ".local", "share"),
            standIn ? "stataruns-stand-in" : "stataruns");
    }

    /// <summary>Makes the folder if it is not there, closes it to other users, and makes sure that it and what is in it can be trusted, and that it can be written.</summary>
    /// <returns>The folder's path without links.</returns>
    /// <exception cref="ConfigurationException">It cannot be used; the message says why and how to go on.</exception>
    public static string Prepare(string path)
    {
        var real = RealPath.Of(path);
        try
        {
            if (NetworkFileSystem.Of(NearestExisting(real)) is { } type)
            {
                throw Unusable(path, $"is on a network file system ({type}), where locks and flushes cannot be relied on; set {ConfigurationKey.Section}:DataDirectory to a folder on a local disk");
            }

            if (new FileInfo(real).LinkTarget is not null)
            {
                throw Unusable(path, "is a circle of symbolic links");
            }

            if (File.Exists(real))
            {
                throw Unusable(path, "is a file; a folder is needed");
            }

            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(real);
            }
            else
            {
                Directory.CreateDirectory(real, OnlyOwner);
            }

            CloseToOthers(path, real);
            return real;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, $"cannot be used ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')}); set {ConfigurationKey.Section}:DataDirectory to a folder that you can write");
        }
    }

    private static void CloseToOthers(string path, string real)
    {
        var facts = PathFacts.Of(real) ?? throw Unusable(path, "was removed while it was looked at");
        var isEmpty = !Directory.EnumerateFileSystemEntries(real).Any();
        var isOurs = OurNames.Any(name => Path.Exists(Path.Join(real, name)));
        if (!OperatingSystem.IsWindows() && (facts.Mode & Others) != 0)
        {
            // A shared folder such as /tmp, or one with other things in it, is a mistake: closing it would hurt others.
            if ((facts.Mode & UnixFileMode.StickyBit) != 0 || (!isEmpty && !isOurs))
            {
                throw Unusable(path, "is open to other users and holds other things; use a folder of its own");
            }

            DataFolderCheck.Folder(path, facts, isEmpty);
            File.SetUnixFileMode(real, facts.Mode & OnlyOwner);
        }

        // What was put there before it was closed is found now, and nothing can be put there any more.
        DataFolderCheck.Folder(path, facts with { Mode = facts.Mode & OnlyOwner }, isEmpty);
        TryToWrite(real);
        DataFolderCheck.Entries(real, wasReachable: (facts.Mode & Entered) != 0);
    }

    /// <summary>A mode says little (read-only mounts, quotas, full disks): a file that was written and flushed says all.</summary>
    private static void TryToWrite(string real)
    {
        var probe = Path.Join(real, $".probe-{Guid.NewGuid():N}");
        try
        {
            using var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            file.WriteByte(1);
            file.Flush(flushToDisk: true);
        }
        finally
        {
            File.Delete(probe);
        }
    }

    /// <summary>The folder itself, or the nearest one above it that is there.</summary>
    public static string NearestExisting(string path)
    {
        var existing = path;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
        {
            existing = parent;
        }

        return existing;
    }

    private static ConfigurationException Unusable(string path, string why) => new($"The data folder {path} {why}.");
}
