using StataRuns.Runner.Protocol;
using StataRuns.Runner.Unix;

namespace StataRuns.Runner;

/// <summary>
/// A run's own temporary folder: made before its process starts, removed when nothing of it lives any more. Where the run's user has a place for
/// temporary files it is made there, since data sets are larger than what the data folder's disk may have left.
/// </summary>
internal static class TemporaryFolder
{
    // Stata asks for the first one before the system's ([U] 14: STATATMP).
    private static readonly string[] PlaceVariables = ["STATATMP", "TMPDIR"];

    // A place on a network disk that is away holds up neither the start nor the end of a run.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Makes it.</summary>
    /// <returns>Its path.</returns>
    /// <exception cref="IOException">Not even the attempt's own folder takes it.</exception>
    public static string Make(AttemptFolder folder, Job job)
    {
        var variable = PlaceVariables.FirstOrDefault(name => job.Environment.GetValueOrDefault(name) is { Length: > 0 });
        if (variable is not null && !OperatingSystem.IsWindows() && TryMake(folder, job, variable) is { } made)
        {
            return made;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder.Temporary);
        }
        else
        {
            Directory.CreateDirectory(folder.Temporary, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return folder.Temporary;
    }

    /// <summary>Removes it; what cannot be removed now the service tries again, and a folder in the attempt's own goes with that.</summary>
    public static void Remove(AttemptFolder folder, Job job)
    {
        RunBounded(folder, () =>
        {
            TemporaryRecord.Of(folder, job.RunId)?.Remove();
            if (FileStatus.Of(folder.Temporary) is { Kind: FileEntryKind.Folder })
            {
                Directory.Delete(folder.Temporary, recursive: true);
            }

            return true;
        });
    }

    /// <summary>The folder in its user's place. The record comes first: whatever ends this runner, what it made can be found and removed.</summary>
    private static string? TryMake(AttemptFolder folder, Job job, string variable)
    {
        var place = job.Environment[variable];
        var record = Path.IsPathFullyQualified(place) ? TemporaryRecord.New(place, job.RunId) : new TemporaryRecord();
        var trouble = "it is no absolute path";
        if (record.Path is { } path)
        {
            DurableFile.Replace(folder.TemporaryRecord, record, RunnerJson.Default.TemporaryRecord);
            FailPoint.Pass("runner.temporary-recorded");
            trouble = RunBounded(folder, () => Folders.TryCreate(path)) ?? "it does not answer";
            if (trouble.Length == 0)
            {
                return path;
            }
        }

        // It stays recorded: a folder that comes into being late is removed with the rest.
        DurableFile.Replace(folder.TemporaryRecord, record with { Trouble = $"{variable} is {place}, but {trouble}" }, RunnerJson.Default.TemporaryRecord);
        return null;
    }

    private static T? RunBounded<T>(AttemptFolder folder, Func<T> work)
    {
        try
        {
            var task = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return task.Wait(Patience) ? task.Result : default;
        }
        catch (AggregateException e) when (e.InnerException is IOException or UnauthorizedAccessException)
        {
            // The run's start and its end do not wait for it.
            RunnerLog.Write(folder, $"The temporary folder: {e.InnerException.Message}");
            return default;
        }
    }
}
