using System.Globalization;
using StataRuns.Configuration;
using StataRuns.Hosts;
using StataRuns.Runner.Protocol;
using StataRuns.Stata;

namespace StataRuns.Runs;

/// <summary>
/// Looks, when a run has ended, which of the files that its log named are there and were changed since its start. A file is only asked for, never opened; a folder whose
/// disk does not answer holds the run's end up for a bounded time.
/// </summary>
internal sealed class WrittenFiles(HostSettings settings, TimeProvider time)
{
    /// <summary>So many are listed.</summary>
    public const int Most = 200;

    private const int MostNotes = 3;

    private static readonly TimeSpan PatienceOfAll = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PatienceOfFolder = TimeSpan.FromSeconds(2);

    // Some file systems keep seconds, or two of them. A file server has a clock of its own: a difference of a minute is usual where it is not synchronised.
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(1);

    private readonly string[] _ours = [settings.RunsFolder, RealPath.Of(settings.RunsFolder)];

    /// <summary>Finds them, in the order in which the log named them first.</summary>
    /// <param name="run">The run.</param>
    /// <param name="startedAt">When its process was started.</param>
    /// <param name="named">What its log named, read to its end.</param>
    public async Task<FilesFound> FindAsync(RunState run, DateTimeOffset startedAt, NamedFiles named)
    {
        List<(string Path, string How)> candidates = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var file in named.AtEnd())
        {
            if (FullPath(file.Path, run.WorkingDir) is { } path && !IsOurs(path) && seen.Add(path))
            {
                candidates.Add((path, file.How));
            }
        }

        var begun = time.GetTimestamp();
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        List<string> notes = [];
        foreach (var folder in candidates.GroupBy(static file => Path.GetDirectoryName(file.Path)!))
        {
            var left = PatienceOfAll - time.GetElapsedTime(begun);
            var patience = left < TimeSpan.Zero ? TimeSpan.Zero : left < PatienceOfFolder ? left : PatienceOfFolder;
            var paths = folder.Select(static file => file.Path).ToList();
            try
            {
                var since = startedAt - (NetworkFileSystem.MountPointOf(folder.Key) is null ? Rounding : ClockDifference);
                foreach (var (path, bytes) in await FileLooks.Shared.AtAsync(folder.Key, () => ChangedSince(paths, since), patience, time))
                {
                    found[path] = bytes;
                }
            }
            catch (Exception e) when (e is TimeoutException or IOException or UnauthorizedAccessException)
            {
                notes.Add(string.Create(CultureInfo.InvariantCulture, $"{folder.Key} did not answer: whether {Count(paths.Count)} that the log names there {(paths.Count == 1 ? "was" : "were")} written is not known."));
            }
        }

        var files = candidates.Where(file => found.ContainsKey(file.Path)).Select(file => new WrittenFile(file.Path, found[file.Path], file.How)).ToList();
        if (files.Count > Most || named.More > 0)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"Its log names more than {Most} files that it wrote: the first {Math.Min(files.Count, Most)} are listed."));
        }

        return new FilesFound([.. files.Take(Most)], [.. notes.Take(MostNotes)]);
    }

    private static string Count(int files) => files == 1 ? "a file" : string.Create(CultureInfo.InvariantCulture, $"{files} files");

    /// <summary>Those that are ordinary files and were changed since a time; links are followed, as Stata follows them.</summary>
    private static List<(string Path, long Bytes)> ChangedSince(List<string> paths, DateTimeOffset since)
    {
        List<(string, long)> changed = [];
        foreach (var path in paths)
        {
            // The time of the content or of the entry: a file that was copied there may have an old one of the first kind.
            if (FileStatus.OfTarget(path) is { IsOrdinary: true } file && Math.Max(file.ModifiedNs, file.ChangedNs) is var at
                && DateTimeOffset.UnixEpoch.AddTicks(at / TimeSpan.NanosecondsPerTick) >= since)
            {
                changed.Add((path, file.Length));
            }
        }

        return changed;
    }

    /// <summary>The absolute path; null where it is none.</summary>
    private static string? FullPath(string path, string folder)
    {
        if (path.StartsWith('~'))
        {
            if (path.Length > 1 && path[1] is not ('/' or '\\'))
            {
                return null; // another user's home
            }

            path = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..];
        }

        try
        {
            var full = Path.GetFullPath(path, folder);
            return Path.GetDirectoryName(full) is null || Path.GetFileName(full).Length == 0 ? null : full;
        }
        catch (ArgumentException)
        {
            return null; // a NUL in it, or a working folder that is not absolute
        }
    }

    /// <summary>Does it lie in the folders of runs: the batch log, exported graphs?</summary>
    private bool IsOurs(string path) =>
        _ours.Any(folder => path.StartsWith(folder, StringComparison.Ordinal) && path.Length > folder.Length && path[folder.Length] == Path.DirectorySeparatorChar);
}

/// <summary>What was found at a run's end.</summary>
/// <param name="Listed">The files.</param>
/// <param name="Notes">What is worth saying of them.</param>
internal sealed record FilesFound(IReadOnlyList<WrittenFile> Listed, IReadOnlyList<string> Notes);
