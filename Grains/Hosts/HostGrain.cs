using System.Data.Common;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.Concurrency;
using StataRuns.Hosts.Placement;
using StataRuns.Runner.Protocol;
using StataRuns.Runs;
using StataRuns.Stata;
using StataRuns.Storage;
using StataRuns.Telemetry;

namespace StataRuns.Hosts;

/// <summary>
/// A host's one queue. All of it can be read from the <c>runs</c> table again; a look every few seconds finds what a lost
/// message or a failed write left behind.
/// </summary>
[KeepAlive, HostPinned]
internal sealed partial class HostGrain(
    HostSettings settings, IHostRegistry registry, RunsTable runs, SeatQueue queue, DoFileInspection inspection, Engine engine, Redelivery redelivery, Housekeeping housekeeping, HostLoad load, TimeProvider time, ILogger<HostGrain> log)
    : Grain, IHostGrain, IHostControl
{
    // A pass is made every five seconds, or so that it takes two hundredths of the time where the table takes long to say what is active.
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestLookInterval = TimeSpan.FromSeconds(30);
    private const int PauseForEachLook = 50;

    private const int MostListed = 20;

    private IGrainTimer? _looking;
    private long _lastSeq;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        queue.Clear();
        _lastSeq = await runs.LastQueueSeqAsync(settings.Host);
        _isDraining = await registry.IsDrainingAsync(settings.Host);
        await LookAsync();
        HousekeepIn(FirstHousekeeping);
    }

    public async Task<SubmitResult> SubmitAsync(RunRequest request)
    {
        using var span = RunTrace.Submit(request.TraceParent);
        var result = await TryAcceptAsync(request);
        Instruments.Submitted.Add(1, Instruments.Label("outcome", result.How.Word()));
        span?.SetTag("stataruns.run_id", result.Run?.RunId.Text).SetTag("stataruns.outcome", result.How.Word());
        return result;
    }

    /// <summary>
    /// A database that does not answer leaves open what it did with the last thing it was told. The call's key closes that: asked
    /// again, the call finds the run that it made, or makes it.
    /// </summary>
    private async Task<SubmitResult> TryAcceptAsync(RunRequest request)
    {
        try
        {
            return await AcceptAsync(request);
        }
        catch (Exception e) when (e is DbException && DiskTrouble.Of(e) is { } trouble)
        {
            return new SubmitResult(null, SubmitOutcome.Refused, $"{trouble} Runs that were accepted go on. Make the same call again: it finds its run, and starts no second one.");
        }
    }

    private async Task<SubmitResult> AcceptAsync(RunRequest request)
    {
        if (await AnsweredBeforeAsync(request) is { } before)
        {
            return before;
        }

        var (file, refusal) = await inspection.InspectAsync(request);
        if (file is null)
        {
            return new SubmitResult(null, SubmitOutcome.Refused, refusal);
        }

        if (engine.Find(out var missing) is not { } installation)
        {
            return new SubmitResult(null, SubmitOutcome.Refused, missing);
        }

        var fingerprint = RunFingerprint.Of(request.Owner, file.Path, file.Sha256, request.Arguments, file.WorkingDir, null, RunVariables.Hash(request.Environment));
        while (true)
        {
            if (await SameAsync(request, fingerprint, installation) is { } same)
            {
                return same;
            }

            if (_isDraining)
            {
                return new SubmitResult(null, SubmitOutcome.Refused, Draining());
            }

            try
            {
                if (await CreateAsync(request, file, fingerprint) is { } created)
                {
                    return created;
                }

                // The database knew of an active one, or of this call's: it was made after we asked. Ask again.
                if (await AnsweredBeforeAsync(request) is { } meanwhile)
                {
                    return meanwhile;
                }
            }
            catch (Exception e) when (e is not NpgsqlException && DiskTrouble.Of(e) is not null)
            {
                return new SubmitResult(
                    null, SubmitOutcome.Refused, $"{DiskTrouble.Of(e)} The run could not be recorded in {settings.DataDirectory}, so it was not started.");
            }
        }
    }

    /// <remarks>Counts are of all owners' runs; run ids are those of the calling owner only, and limited in number.</remarks>
    public Task<HostDescription> DescribeAsync(string? owner)
    {
        var found = engine.Find(out var missing);

        // A gateway of the version before names no owner: it counts the lists, and picks its caller's runs out of them.
        var listing = queue.List(owner, owner is null ? int.MaxValue : MostListed);
        return Task.FromResult(new HostDescription
        {
            Host = settings.Host,
            Engine = found?.Engine,
            EnginePath = found?.Path,
            Edition = found is { Edition.Length: > 0 } ? found.Edition : null,
            EngineVersion = found?.Version,
            StandIn = settings.StandIn,
            EngineMissing = missing,
            Seats = settings.MaxConcurrent,
            Running = listing.Running,
            Queued = listing.Queued,
            MaxOutputBytes = settings.MaxOutputBytes,
            DefaultTimeoutSeconds = settings.DefaultTimeout?.TotalSeconds,
            IsDraining = _isDraining,
            Counts = new SeatCounts(listing.RunningCount, listing.QueuedCount, listing.OwnRunning, listing.OwnQueued),
        });
    }

    public Task SeatFreedAsync(RunId runId)
    {
        queue.Remove(runId);
        HousekeepAfterAnEnd();
        return PumpAsync();
    }

    public Task RequeuedAsync(RunId runId, int attempt, long queueSeq, string owner, string filePath, string? refusal)
    {
        queue.Wait(runId, queueSeq, owner, filePath, attempt, refusal);
        return PumpAsync();
    }

    public Task BegunAsync(RunId runId)
    {
        queue.Begun(runId);
        return PumpAsync();
    }

    private async Task<SubmitResult?> SameAsync(RunRequest request, string fingerprint, StataInstallation installation)
    {
        if (await runs.ActiveAsync(fingerprint) is { } active && await KnownAsync(active) is { } run)
        {
            if (!run.Status.IsFinal())
            {
                return new SubmitResult(run, SubmitOutcome.Joined, null);
            }

            // It ended between the two questions: then it is one that may be handed over.
        }

        // Of the same runs the newest alone counts. What is compared is compared here, where it would be run again; and its own grain must
        // answer, for it will have to note the delivery.
        return !request.Rerun
            && await runs.NewestEndedAsync(fingerprint, time.GetUtcNow() - Redelivery.Window) is { } newest
            && await runs.StateAsync(newest) is { } ended && await redelivery.AllowsAsync(ended, installation)
            && await AnsweringAsync(newest) is { WasDelivered: false } over
                ? new SubmitResult(over, SubmitOutcome.HandedOver, null)
                : null;
    }

    private async Task<SubmitResult?> CreateAsync(RunRequest request, InspectedDoFile file, string fingerprint)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var id = RunId.New(settings.Host, now);
        var folder = RunFolder.Of(settings, id);
        try
        {
            folder.Create();
            folder.KeepEnvironment(request.Environment);
            DurableFile.Replace(folder.SubmittedDoFile, file.Bytes.Span);
            DurableFile.FlushFolder(settings.RunsFolder);
        }
        catch (Exception e) when (DiskTrouble.Of(e) is not null)
        {
            Remove(folder);
            throw;
        }

        FailPoint.Pass("silo.kept-do-file");
        try
        {
            if (await WriteDownAsync(request, file, fingerprint, id, now))
            {
                return new SubmitResult(await RunOf(id).GetAsync(), SubmitOutcome.Created, null);
            }
        }
        catch (Exception e) when (DiskTrouble.Of(e) is not null)
        {
            // The write's outcome is open: the table knows. If the run is there it will run, and its caller must know it.
            if (await runs.FindAsync(id) is { } written)
            {
                return new SubmitResult(written, SubmitOutcome.Created, null);
            }

            Remove(folder);
            throw;
        }

        Remove(folder);
        return null;
    }

    private async Task<bool> WriteDownAsync(RunRequest request, InspectedDoFile file, string fingerprint, RunId id, DateTimeOffset now)
    {
        var older = await new OlderRuns(runs, time).NotesAsync(request.Owner, file.Path);
        var seq = ++_lastSeq;
        var first = new RunState
        {
            RunId = id,
            Host = settings.Host,
            Owner = request.Owner,
            Status = RunStatus.Queued,
            Fingerprint = fingerprint,
            FilePath = file.Path,
            FileSha256 = file.Sha256,
            FileLines = file.Lines,
            NestedDoFiles = file.Nested,
            InputFolders = file.InputFolders,
            Arguments = request.Arguments,
            WorkingDir = file.WorkingDir,
            Environment = RunVariables.Names(request.Environment),
            EnvironmentSha256 = RunVariables.Hash(request.Environment),
            Label = request.Label,
            Notes = older,
            TimeoutSeconds = request.TimeoutSeconds ?? settings.DefaultTimeout?.TotalSeconds,
            QueueSeq = seq,
            SubmittedAt = now,
            CallKey = request.CallKey,
            TraceParent = request.TraceParent,
        };
        await File.WriteAllBytesAsync(RunFolder.Of(settings, id).Request, JsonSerializer.SerializeToUtf8Bytes(first, JsonState.Options));
        if (await RunOf<IRunControl>(id).CreateAsync(new Immutable<RunState>(first)) == CreateOutcome.Duplicate)
        {
            return false;
        }

        queue.Wait(id, seq, request.Owner, file.Path, attempt: 0);
        await PumpAsync();
        return true;
    }

    private static void Remove(RunFolder folder)
    {
        try
        {
            Directory.Delete(folder.Path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It was not made, or cannot be removed now: it is in nobody's way.
        }
    }

    /// <summary>Gives free seats away.</summary>
    private async Task PumpAsync()
    {
        while (queue.Next() is var (next, afterAttempt))
        {
            await RunOf<IRunControl>(next).StartAsync(afterAttempt);
        }

        NotifyWaitingSoon();
    }

    /// <summary>Looks, and again after a while, whatever came of it.</summary>
    private async Task LookAsync()
    {
        var begun = time.GetTimestamp();
        var pause = LookInterval;
        try
        {
            await ReconcileAsync();
            pause = TimeSpan.FromTicks(Math.Clamp(time.GetElapsedTime(begun).Ticks * PauseForEachLook, LookInterval.Ticks, LongestLookInterval.Ticks));
        }
        finally
        {
            LookIn(pause);
        }
    }

    private void LookIn(TimeSpan wait)
    {
        _looking?.Dispose();
        _looking = this.RegisterGrainTimer(LookAsync, new GrainTimerCreationOptions(wait, Timeout.InfiniteTimeSpan) { KeepAlive = true });
    }

    /// <summary>The table is the truth: what it knows and the queue does not is put right.</summary>
    private async Task ReconcileAsync()
    {
        // Submissions go on meanwhile: only what was known before the table was read can be missing in it.
        var before = queue.Known;
        var shown = load.Known;
        var rows = await RowsAsync();
        var known = rows.Select(row => row.RunId).ToHashSet();
        foreach (var gone in before.Where(id => !known.Contains(id)))
        {
            queue.Remove(gone);
        }

        foreach (var gone in shown.Where(id => !known.Contains(id)))
        {
            load.Gone(gone);
        }

        foreach (var row in rows)
        {
            load.Found(row.RunId, row.Status);
            if (row.Status != RunStatus.Queued)
            {
                queue.Seat(row.RunId, row.Owner, row.FilePath, row.Attempt);
                await RunOf<IRunControl>(row.RunId).ResumeAsync();
            }
            else if (queue.SeatedAfter(row.RunId) == row.Attempt)
            {
                // It has a seat and has not moved: the word was lost, or its first write failed.
                Log.StartedAgain(log, row.RunId);
                await RunOf<IRunControl>(row.RunId).StartAsync(row.Attempt);
            }
            else
            {
                queue.Wait(row.RunId, row.QueueSeq, row.Owner, row.FilePath, row.Attempt);
            }
        }

        await PumpAsync();
    }

    private async Task<IReadOnlyList<HostRow>> RowsAsync()
    {
        var answered = false;
        try
        {
            var rows = await runs.OnHostAsync(settings.Host);
            answered = true;
            return rows;
        }
        finally
        {
            load.DatabaseAnswered(answered);
        }
    }

    private IRunGrain RunOf(RunId id) => RunOf<IRunGrain>(id);

    private T RunOf<T>(RunId id)
        where T : IGrainWithStringKey => GrainFactory.GetGrain<T>(id.Text);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Run {RunId} has a seat and still waits: it is notified again.")]
        public static partial void StartedAgain(ILogger logger, RunId runId);

        [LoggerMessage(2, LogLevel.Information, "Run {RunId} is deleted: its retention had passed, or its deletion was interrupted.")]
        public static partial void Deleted(ILogger logger, RunId runId);
    }
}
