using Microsoft.Extensions.Logging;
using StataRuns.Clients;
using StataRuns.Runs;
using StataRuns.Storage;

namespace StataRuns.Hosts;

/// <summary>
/// What is deleted by itself: runs that ended longer ago than <c>Runs:Retention</c> and are not kept, what is left of
/// deletions that broke off, folders of runs that never were, texts that no run refers to, and client sessions that were unused for long.
/// </summary>
internal sealed partial class Housekeeping(
    HostSettings settings, RunsTable runs, StandardInputFolder standardInput, IHostRegistry registry, TimeProvider time, ILogger<Housekeeping> log, OldSessions? sessions = null, AbandonedFolders? abandoned = null)
{
    private const int AtATime = 50;

    /// <summary>Nothing that is due may be forgotten for longer than this, whatever was reckoned.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>Deletes what is due.</summary>
    /// <param name="deleteAsync">Deletes one run, unless it is kept by now.</param>
    /// <returns>When there will be something to do again, from now.</returns>
    public async Task<TimeSpan> RunAsync(Func<RunId, Task<DeleteOutcome>> deleteAsync)
    {
        try
        {
            var due = await runs.DueAsync(settings.Host, Before(), AtATime);
            var stuck = 0;
            foreach (var run in due)
            {
                stuck += await IsDoneAsync(run, deleteAsync) ? 0 : 1;
            }

            if (due.Count == AtATime)
            {
                // More another time: a host that deletes a year's runs still starts new ones in between. Where none of them
                // could be, the next look finds the same ones.
                return stuck < due.Count ? Shortest : Longest;
            }

            await standardInput.SweepAsync();
            await registry.SeeAsync(settings.Host);
            if (abandoned is not null)
            {
                await abandoned.SweepAsync();
            }

            if (sessions is not null)
            {
                await sessions.ForgetAsync();
            }

            // What could not be deleted now can hardly be in a second.
            return stuck > 0 ? Longest : await NextAsync();
        }
        catch (Exception e) when (e is not InvalidOperationException)
        {
            // A disk or a database that fails now; whatever is due stays due.
            Log.Failed(log, e);
            return Longest;
        }
    }

    /// <summary>One run that cannot be deleted keeps none of the others.</summary>
    private async Task<bool> IsDoneAsync(RunId run, Func<RunId, Task<DeleteOutcome>> deleteAsync)
    {
        try
        {
            return await deleteAsync(run) is not DeleteOutcome.DeletedNotCleared;
        }
        catch (Exception e) when (e is Orleans.Runtime.OrleansException or TimeoutException or IOException or System.Data.Common.DbException)
        {
            Log.NotDeleted(log, run, e);
            return false;
        }
    }

    /// <summary>How long after a run's end there is something to do.</summary>
    public TimeSpan AfterAnEnd => settings.Retention is { } age && age < Longest ? Bounded(age) : Longest;

    private static TimeSpan Bounded(TimeSpan wait) => wait < Shortest ? Shortest : wait > Longest ? Longest : wait;

    private DateTimeOffset? Before() => settings.Retention is { } age ? time.GetUtcNow() - age : null;

    private async Task<TimeSpan> NextAsync() =>
        settings.Retention is { } age && await runs.OldestEndAsync(settings.Host) is { } oldest
            ? Bounded(oldest + age - time.GetUtcNow())
            : Longest;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "What is due could not be deleted now; it is tried again.")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Warning, "Run {RunId} could not be deleted now; it is tried again.")]
        public static partial void NotDeleted(ILogger logger, RunId runId, Exception exception);
    }
}
