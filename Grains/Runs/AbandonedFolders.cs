using Microsoft.Extensions.Logging;
using StataRuns.Hosts;
using StataRuns.Runner.Protocol;
using StataRuns.Storage;

namespace StataRuns.Runs;

/// <summary>
/// Removes the folders of runs that never were: the folder is made before the run's first state is written, and a kill between the two
/// leaves it behind. Looked for once in a service's life, among what was made before it and in the last month; what is older was looked
/// at by an earlier one.
/// </summary>
/// <remarks>
/// That the database does not know a run is not enough to delete anything: the database itself may have been lost, and the folders be all
/// that is left. So a folder goes only if nothing but a do-file's text, and the request's variables, lies in it, and is removed as an empty one is, which fails if
/// there is anything else after all.
/// </remarks>
internal sealed partial class AbandonedFolders(HostSettings settings, RunsTable runs, TimeProvider time, ILogger<AbandonedFolders> log)
{
    private const int TimeDigits = 10;
    private static readonly TimeSpan Oldest = TimeSpan.FromDays(30);

    private readonly DateTimeOffset _begun = time.GetUtcNow();
    private bool _isSwept;

    /// <summary>Removes them.</summary>
    public async Task SweepAsync()
    {
        if (_isSwept || !Directory.Exists(settings.RunsFolder))
        {
            return;
        }

        foreach (var id in await Task.Run(Candidates))
        {
            if (await runs.StateAsync(id) is null && await Task.Run(() => TryRemove(id)))
            {
                LogRemoved(log, id);
            }
        }

        _isSwept = true;
    }

    private List<RunId> Candidates()
    {
        // An id begins with its time, in digits that sort as text.
        var (from, to) = (Digits(_begun - Oldest), Digits(_begun));
        return
        [
            .. Directory.EnumerateDirectories(settings.RunsFolder)
                .Select(path => Path.GetFileName(path))
                .Where(name => string.CompareOrdinal(name, from) >= 0 && string.CompareOrdinal(name, to) < 0 && RunId.TryParse(name, out var id) && id.Text == name)
                .Select(RunId.Parse)
                .Where(HoldsOnlyDoFile),
        ];
    }

    private bool HoldsOnlyDoFile(RunId id)
    {
        var folder = RunFolder.Of(settings, id);
        try
        {
            return FileStatus.Of(folder.Path) is { Kind: FileEntryKind.Folder }
                && Directory.EnumerateFileSystemEntries(folder.Path).All(path => IsLeftover(folder, path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private bool TryRemove(RunId id)
    {
        var folder = RunFolder.Of(settings, id);
        try
        {
            foreach (var file in Directory.EnumerateFiles(folder.Path).Where(path => IsLeftover(folder, path)).ToList())
            {
                File.Delete(file);
            }

            Directory.Delete(folder.Path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // the next service's turn
        }
    }

    /// <summary>What is written before a run's first state: its do-file's text, and its variables, whole or in the making.</summary>
    private static bool IsLeftover(RunFolder folder, string path) =>
        path == folder.SubmittedDoFile || path == folder.SubmittedDoFile + ".new"
        || path == folder.EnvironmentFile || (path.StartsWith(folder.EnvironmentFile + ".", StringComparison.Ordinal) && path.EndsWith(".new", StringComparison.Ordinal));

    private static string Digits(DateTimeOffset at) => RunId.New("x", at).Text[..TimeDigits];

    [LoggerMessage(Level = LogLevel.Information, Message = "The folder of run {RunId}, which was never accepted, is removed.")]
    private static partial void LogRemoved(ILogger logger, RunId runId);
}
