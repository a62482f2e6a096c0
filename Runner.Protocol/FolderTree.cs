namespace StataRuns.Runner.Protocol;

/// <summary>A folder of ours with all that a run put into it.</summary>
public static class FolderTree
{
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Removes it; links in it are removed and not followed.</summary>
    /// <exception cref="IOException">Not all of it could be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">Not all of it may be removed.</exception>
    public static void Delete(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (UnauthorizedAccessException)
        {
            // A run may have taken rights away from folders of its own; they are the same user's.
            GiveRightsBack(path);
            Directory.Delete(path, recursive: true);
        }
    }

    private static void GiveRightsBack(string folder)
    {
        if (OperatingSystem.IsWindows() || FileStatus.Of(folder) is not { Kind: FileEntryKind.Folder })
        {
            return; // a link's target is not ours to change
        }

        File.SetUnixFileMode(folder, OnlyOwner);
        foreach (var inner in new DirectoryInfo(folder).EnumerateDirectories().Where(inner => inner.LinkTarget is null))
        {
            GiveRightsBack(inner.FullName);
        }
    }
}
