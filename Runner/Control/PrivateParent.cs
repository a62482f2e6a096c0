using StataRuns.Runner.Unix;

namespace StataRuns.Runner.Control;

/// <summary>The folder of a control socket: only this user may put anything into it.</summary>
internal static class PrivateParent
{
    /// <summary>Makes the folder above a path, for its owner only, if it is not there.</summary>
    /// <returns>False: what is there belongs to another user, or is no folder.</returns>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static bool Make(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder) && !OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return !OperatingSystem.IsLinux() || PathStatus.Of(folder) is { IsOwnFolder: true };
    }
}
