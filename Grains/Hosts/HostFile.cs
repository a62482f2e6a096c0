using System.Text;
using StataRuns.Configuration;
using StataRuns.Runner.Protocol;
using StataRuns.Runs;

namespace StataRuns.Hosts;

/// <summary>
/// The host's name, kept in the data folder from the first start on. Runs are named after it and belong to the host of that
/// name, and a machine's name changes: under a new one the service would neither start the runs that wait nor count those
/// that live.
/// </summary>
internal static class HostFile
{
    private static readonly string Key = $"{ConfigurationKey.Section}:{ConfigurationKeys.Host.Name}";
    private static readonly string FolderKey = $"{ConfigurationKey.Section}:{ConfigurationKeys.DataDirectory.Name}";

    /// <summary>The settings with the name that this data folder's host has; the caller holds the folder's lock.</summary>
    /// <exception cref="StartException">Another name is configured, or the file holds none.</exception>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public static HostSettings Settle(HostSettings settings)
    {
        var wanted = settings.Host;
        if (TryRead(settings.HostFile) is not { } kept)
        {
            Write(settings.HostFile, wanted);
            return settings;
        }

        if (kept == wanted)
        {
            return settings;
        }

        return settings.IsHostConfigured
            ? throw new StartException($"{Key} is \"{wanted}\", but the runs in {settings.DataDirectory} are named after \"{kept}\": set {Key} to \"{kept}\" or leave it out, or give another {FolderKey}.")
            : settings with { Host = kept };
    }

    /// <summary>The name that this data folder's host has, or will have.</summary>
    /// <exception cref="StartException">The file holds none.</exception>
    public static string NameIn(HostSettings settings) => TryRead(settings.HostFile) ?? settings.Host;

    private static string? TryRead(string path)
    {
        if (OwnFile.TryRead(path) is not { } bytes)
        {
            return null;
        }

        // Written whole or not at all, so it was changed from outside; to take a new name would lose the runs of the old one.
        var name = Encoding.UTF8.GetString(bytes).Trim();
        return RunId.IsHost(name)
            ? name
            : throw new StartException($"{path} should hold this host's name, {ValueKinds.HostName.Allowed}: write into it what follows the dot in the ids of its runs.");
    }

    private static void Write(string path, string name)
    {
        PrivateFile.Write(path, $"{name}\n");

        // Runs that survive a power cut need the name that they were made under.
        DurableFile.FlushFolder(Path.GetDirectoryName(path)!);
    }
}
