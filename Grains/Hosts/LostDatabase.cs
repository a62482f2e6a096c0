using StataRuns.Configuration;
using StataRuns.Runs;

namespace StataRuns.Hosts;

/// <summary>
/// Tells a data folder whose database was lost from a new one. A service that began with an empty database beside the folders of earlier runs would not know these runs, and
/// would say nothing of it: so it does not start, and says how the runs are rebuilt.
/// </summary>
internal static class LostDatabase
{
    /// <summary>Is there while the runs are being rebuilt: a database that holds a part of them is no reason to start.</summary>
    public static string Mark(HostSettings settings) => Path.Combine(settings.DataDirectory, "recovering");

    /// <summary>Are there runs that the database cannot know?</summary>
    public static bool Is(HostSettings settings) =>
        File.Exists(Mark(settings)) || (PathFacts.Of(settings.DatabasePath) is not { Kind: PathKind.File } || new FileInfo(settings.DatabasePath).Length == 0) && RunsIn(settings).Any();

    /// <summary>The ids of the runs that have a folder.</summary>
    public static IEnumerable<RunId> RunsIn(HostSettings settings) => !Directory.Exists(settings.RunsFolder) ? [] :
        Directory.EnumerateDirectories(settings.RunsFolder)
            .Select(folder => RunId.TryParse(Path.GetFileName(folder), out var id) ? id : (RunId?)null)
            .OfType<RunId>();

    /// <summary>Refuses to start where there are.</summary>
    /// <exception cref="StartException">There are; the message says how to go on.</exception>
    public static void Check(HostSettings settings)
    {
        if (!Is(settings))
        {
            return;
        }

        var count = RunsIn(settings).Count();
        var what = File.Exists(Mark(settings))
            ? $"The runs in {settings.RunsFolder} were being rebuilt, and that was interrupted"
            : $"{settings.DatabasePath} is missing or empty, but {settings.RunsFolder} holds {count} {(count == 1 ? "run" : "runs")}, which a service that starts now would not know";
        throw new StartException(
            $"{what}: put the database back, or have the runs rebuilt from their folders (stataruns recover); to begin anew instead, move {settings.RunsFolder} away{(File.Exists(Mark(settings)) ? $" and remove {Mark(settings)}" : "")}.");
    }
}
