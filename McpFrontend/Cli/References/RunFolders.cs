using StataRuns.Hosts;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Cli.References;

/// <summary>
/// The runs of a data folder by the names of their folders: what can be known of them while no service runs. A folder is no proof of a run (it may be of
/// one that was never accepted): who acts on a run asks the service.
/// </summary>
/// <param name="host">The data folder's settings.</param>
internal sealed class RunFolders(HostSettings host)
{
    /// <summary>Was a run ever made here?</summary>
    public bool HasAny => Ids().Any();

    /// <summary>The newest run's id; null if there is none.</summary>
    public string? Newest => Ids().Max(StringComparer.Ordinal);

    /// <summary>Is this run's folder here?</summary>
    public bool Holds(RunId id) => Directory.Exists(Path.Join(host.RunsFolder, id.Text));

    /// <summary>The ids, in no order. Nothing but the folder's list of names is read.</summary>
    public IEnumerable<string> Ids()
    {
        try
        {
            return Directory.EnumerateDirectories(host.RunsFolder).Select(folder => Path.GetFileName(folder)).Where(name => RunId.TryParse(name, out _));
        }
        catch (Exception e) when (e is DirectoryNotFoundException or UnauthorizedAccessException)
        {
            // Another user's folder is refused by who opens it for the service, with the reason.
            return [];
        }
    }

    /// <summary>The newest ids that hold a text.</summary>
    public IReadOnlyList<string> With(string part, int most) =>
        [.. Ids().Where(id => id.Contains(part, StringComparison.Ordinal)).OrderDescending(StringComparer.Ordinal).Take(most)];
}
