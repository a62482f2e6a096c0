using Orleans.Concurrency;
using StataRuns.Hosts;
using StataRuns.Output;
using StataRuns.Runner.Protocol;
using StataRuns.Runners;
using StataRuns.Stata;

namespace StataRuns.Runs;

/// <summary>
/// From a seat to an end. The order is what makes a start happen at most once:
/// <list type="number">
/// <item>"starting" is written, with a new attempt's number and mark;</item>
/// <item>the attempt's folder is made, and a runner started in it;</item>
/// <item>the runner creates the claim, and only then starts the process.</item>
/// </list>
/// A kill between any two of them leaves a "starting" whose folder tells the rest: no claim, then the service makes it and
/// so revokes the attempt for ever; a claim, then the runner was first and its records tell. No clock and no lease decides.
/// </summary>
internal sealed partial class RunGrain
{
    // A runner that dies before its claim does so for a reason that the next one will meet as well.
    private const int MostFailedStarts = 3;

    public async Task StartAsync(int afterAttempt)
    {
        if (!state.RecordExists || State.Status.IsFinal())
        {
            await Host.SeatFreedAsync(RunId.Parse(this.GetPrimaryKeyString()));
            return;
        }

        if (State.Status != RunStatus.Queued || State.Attempt != afterAttempt)
        {
            return;
        }

        if (IsStopWanted)
        {
            // It could not be written when it was asked for.
            await SaveStopAsync();
            return;
        }

        if (start.Engine(out var missing) is not { } engine)
        {
            await FailToStartAsync(missing!);
            return;
        }

        if (await start.RefusalNowAsync(State) is { } refusal)
        {
            await FailToStartAsync(refusal);
            return;
        }

        _seated = time.GetUtcNow();
        var (run, seen) = await start.ContentNowAsync(State);
        await WriteContentAsync(run with
        {
            Status = RunStatus.Starting,
            Attempt = State.Attempt + 1,
            Nonce = Guid.NewGuid().ToString("n"),
            BootId = program.BootId,
            Engine = engine.Engine,
            StandIn = engine.IsStandIn,
            QueueReason = null,
            LicenceWords = null,
            Tracker = null,
        });
        FailPoint.Pass("silo.starting");
        Job job;
        try
        {
            if (seen is not null)
            {
                Folder.KeepDoFile(seen.Bytes);
            }

            job = start.Prepare(State, Folder, engine);
            FailPoint.Pass("silo.prepared");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or StartRefusedException)
        {
            // No runner was told of the folder yet: the process never was and never will be started.
            await FailToStartAsync(e is StartRefusedException ? e.Message : $"The run's process could not be started. {DiskTrouble.Of(e)}");
            return;
        }

        // From here on only the attempt's records tell. Should anything break off before the attempt is followed, the
        // host's next look has it taken up.
        _reading = LogReading.Begin(State, Folder, courses);
        runners.Start(State.RunId, job, Folder.Attempt(State.Attempt));
        FailPoint.Pass("silo.runner-started");
        Hint();
    }

    public async Task AttemptAsync(Immutable<AttemptEvent> happened)
    {
        var news = happened.Value;
        if (!state.RecordExists || State.Status.IsFinal() || State.Nonce != news.Nonce)
        {
            runners.Forget(news.Nonce);
            if (state.RecordExists && State.Status.IsFinal())
            {
                // The end was written without an answer from the database: its seat may not have been given back.
                await Host.SeatFreedAsync(State.RunId);
            }

            return;
        }

        CountAdoption(news.Kind);
        switch (news.Kind)
        {
            case AttemptEventKind.Started:
                await StartedAsync(news.Process!);
                break;
            case AttemptEventKind.Ended:
                await EndedAsync(news.Process, news.Exit!);
                break;
            case AttemptEventKind.Revoked or AttemptEventKind.Failed when State.Status == RunStatus.Running:
                // It was seen running, so its records were taken away. Nobody can say what became of it; a second start never is an answer.
                await EndedAsync(news.Process, null);
                break;
            case AttemptEventKind.Revoked or AttemptEventKind.Failed when IsStopWanted:
                await EndAsync(State with { Status = RunStatus.Cancelled, FinishedAt = time.GetUtcNow() });
                break;
            case AttemptEventKind.Failed when State.FailedStarts + 1 >= MostFailedStarts:
                await FailToStartAsync($"The runner ended {State.FailedStarts + 1} times before it could start Stata.{(news.Why is null ? "" : $" It said: {news.Why}")}");
                break;
            case AttemptEventKind.Failed:
                await RequeueAsync("its runner died before the process was started.", failedStarts: State.FailedStarts + 1);
                break;
            case AttemptEventKind.Revoked:
                await RequeueAsync("its attempt was revoked before the process was started.");
                break;
            case AttemptEventKind.Vanished:
                await EndedAsync(news.Process, null);
                break;
        }
    }

    public async Task OutputGrewAsync()
    {
        if (_reading is null)
        {
            return;
        }

        var more = false;
        try
        {
            more = _reading.ReadOn(steady.GetUtcNow());
        }
        catch (IOException e)
        {
            Log.EvidenceMissing(logger, State.RunId, e);
        }

        _use?.Refresh(time.GetUtcNow());
        Hint();
        if (HasBegun())
        {
            if (queue.IsTried(State.RunId))
            {
                await Host.BegunAsync(State.RunId);
            }

            copies.TellGrew(State.RunId, State.Attempt);
            AskForContent();
        }

        if (_reading.IsTimeToSave(steady.GetUtcNow()))
        {
            try
            {
                await WriteAsync(State with { Tracker = _reading.Save(steady.GetUtcNow()), Progress = _reading.Progress, LastLine = _reading.LastLine });
            }
            catch (Exception e) when (e is not InvalidOperationException)
            {
                // Only the place where reading would go on after a restart: the bytes themselves are in the file.
                Log.NotSaved(logger, State.RunId, e);
            }
        }

        if (more && !_isContinuing)
        {
            // A turn reads a few megabytes, so that other callers are not kept waiting behind a flood.
            _isContinuing = true;
            await this.AsReference<IRunControl>().ContinueReadingAsync();
        }
    }

    public Task ContinueReadingAsync()
    {
        _isContinuing = false;
        return OutputGrewAsync();
    }

    private void TakeUp()
    {
        _isAdopting |= !runners.Follows(State.Nonce!);
        _reading = LogReading.Begin(State, Folder, courses);
        runners.Follow(new Attempt(
            State.RunId, State.Nonce!, State.BootId!, Folder.Attempt(State.Attempt),
            RunFolder.ControlSocket(settings, State.RunId, State.Attempt), StartedHere: false));
        if (IsStopWanted)
        {
            runners.Stop(State.Nonce!);
        }
    }

    private async Task StartedAsync(ProcessRecord process)
    {
        _use ??= new ProcessUse(process.Process);
        CountStart(process);
        if (State.Status == RunStatus.Starting)
        {
            await WriteAsync(State with { Status = RunStatus.Running, StartedAt = process.StartedAt });
            FailPoint.Pass("silo.running");
            Log.Started(logger, State.RunId, process.Process.ProcessId);
            Hint();
        }
    }

    /// <summary>The process is gone. What it was decided by <see cref="RunOutcome"/>; here its evidence is gathered.</summary>
    private async Task EndedAsync(ProcessRecord? process, ExitRecord? exit)
    {
        CountStart(process);
        _isEnding = true; // the log is read on another thread from here on
        var (run, reading) = await SettleContentAsync();
        try
        {
            await Task.Run(() => AttemptRemains.Flush(run, Folder));
            while (await Task.Run(() => reading.ReadOn(steady.GetUtcNow())))
            {
                // To the end of the file: it may be gigabytes when a run is taken up late.
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // What cannot be read is missing evidence, and no reason to leave the run without an end.
            Log.EvidenceMissing(logger, State.RunId, e);
        }

        var remains = await Task.Run(() => AttemptRemains.Read(run, Folder, reading));
        var outcome = RunOutcome.Decide(new RunEvidence
        {
            State = run,
            Exit = exit,
            // What was seen begun has begun, even if the run has deleted the mark since: a second start is never an answer to that.
            Begun = remains.Begun || _begun == true || remains.Mark is not null,
            Mark = remains.Mark,
            MarkTrouble = remains.MarkTrouble,
            LogTail = remains.LogTail,
            ConsoleTail = remains.ConsoleTail,
            Log = reading.Tracker,
        });
        if (outcome.NoSeat is { } noSeat)
        {
            if (!IsStopWanted)
            {
                await RequeueAsync(noSeat.Message, noSeat);
                return;
            }

            // It would wait again, and its stop was asked for.
            outcome = outcome with { Status = RunStatus.Cancelled, Error = null };
        }

        if (outcome.Status == RunStatus.Succeeded && reading.Tracker.Course is { } course)
        {
            await Task.Run(() => courses.Keep(run, reading.Tracker.Main, course));
        }

        // All look at disks, and none waits for another.
        var above = new FileAbove(settings, time).NoteAsync(run, outcome.Error, Folder);
        var inputs = exit is null ? Task.FromResult<string?>(null) : redelivery.InputsAtEndAsync(run, exit);
        var files = written.FindAsync(run, State.StartedAt ?? process?.StartedAt ?? run.SubmittedAt, reading.Tracker.Files);
        var temporary = MayRemoveTemporary(exit) ? TemporaryFolders.RemoveAsync(Folder, run.RunId, run.Attempt, time) : Task.FromResult<IReadOnlyList<string>>([]);
        var graphs = await GraphsAsync();
        var filesFound = await files;
        await EndAsync(run with
        {
            Status = outcome.Status,
            StartedAt = State.StartedAt ?? process?.StartedAt,
            FinishedAt = exit?.EndedAt ?? time.GetUtcNow(),
            EndedUptimeSeconds = exit?.EndedUptimeSeconds,
            InputsAtEnd = await inputs,
            ReturnCode = outcome.ReturnCode,
            Error = outcome.Error,
            Progress = reading.Finish(outcome.Status == RunStatus.Succeeded),
            LastLine = reading.LastLine,
            Usage = new RunUsage(exit?.CpuSeconds ?? _use?.CpuSeconds, exit?.PeakMemoryBytes ?? _use?.PeakMemoryBytes, remains.LogBytes),
            Graphs = graphs.Listed,
            Files = filesFound.Listed,
            Notes =
            [
                .. run.Notes,
                .. outcome.Notes,
                .. await above is { } hint ? [hint] : Array.Empty<string>(),
                .. EndNotes.Of(exit, outcome, reading.Tracker, graphs),
                .. graphs.Notes,
                .. filesFound.Notes,
                .. await temporary,
                .. remains.ConsoleBytes > 0
                    ? [$"shell commands or plugins printed {remains.ConsoleBytes} bytes beside the log: GET /runs/{State.RunId}/console"]
                    : Array.Empty<string>(),
                .. remains.Notes,
            ],
        });
    }

    /// <summary>Without a record of its end a process may live, and use its temporary folder; after another start of the machine none does.</summary>
    private bool MayRemoveTemporary(ExitRecord? exit) => exit is not null || State.BootId != program.BootId;

    private async Task RequeueAsync(string why, LicenceRefusal? noSeat = null, int? failedStarts = null)
    {
        var nonce = State.Nonce!;
        await WriteAsync(State with
        {
            Status = RunStatus.Queued,
            FailedStarts = failedStarts ?? State.FailedStarts,
            Nonce = null,
            QueueReason = noSeat is null ? null : RunState.LicenceReason,
            LicenceWords = noSeat?.Words,
            StartedAt = null,
            Tracker = null,
            Engine = null,
        });
        _reading = null;
        _use = null;
        _begun = null;
        _isEnding = false;
        _isContentAsked = _isContentSeen = false;
        Log.Requeued(logger, State.RunId, why);
        Hint();
        runners.Forget(nonce);

        await TemporaryFolders.RemoveAsync(Folder, State.RunId, State.Attempt, time);

        // Nothing ran in it, and a seat may be refused every minute for days.
        Folder.RemoveAttempt(State.Attempt);
        await Host.RequeuedAsync(State.RunId, State.Attempt, State.QueueSeq, State.Owner, State.FilePath, noSeat is null ? null : LicenceRefusal.WaitReason(noSeat.Words));
    }

    private Task FailToStartAsync(string message) => EndAsync(State with
    {
        Status = RunStatus.Failed,
        FinishedAt = time.GetUtcNow(),
        Error = new RunError(null, message, null, State.FilePath, null),
    });
}
