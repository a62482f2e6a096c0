using System.Security.Cryptography;

namespace StataRuns.Hosts;

/// <summary>
/// A data folder's own name, made at its first start and never changed: by it the cluster tells a host that comes back from
/// another machine that calls itself the same.
/// </summary>
internal static class FolderIdentity
{
    /// <summary>The identity; the caller holds the folder's lock.</summary>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public static string Of(HostSettings settings)
    {
        var path = Path.Combine(settings.DataDirectory, "folder-id");
        if (OwnFile.TryReadText(path) is { } kept)
        {
            return kept;
        }

        var made = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        PrivateFile.Write(path, $"{made}\n");
        return made;
    }
}
