using StataRuns.Runner.Control;
using StataRuns.Runner.Processes;
using StataRuns.Runner.Protocol;

namespace StataRuns.Runner;

/// <summary>
/// The second way: the attempt's runner died, and its process may live. Finds it by its record, or by its mark if the runner died before
/// the record; looks after it to the end; says what can be said if it's gone. Never starts anything.
/// </summary>
internal static class Adoption
{
    public static RunnerExitCode Run(AttemptFolder folder)
    {
        var time = TimeProvider.System;
        using var held = PatientLock.Take(folder, time);
        if (held is null)
        {
            return RunnerExitCode.Locked;
        }

        FailPoint.Pass("runner.locked");
        if (DurableFile.TryRead(folder.Job, RunnerJson.Default.Job) is not { } job)
        {
            RunnerLog.Write(folder, "The job cannot be read; nothing can be adopted.");
            return RunnerExitCode.Trouble;
        }

        if (DurableFile.TryRead(folder.Exit, RunnerJson.Default.ExitRecord) is not null)
        {
            return RunnerExitCode.Done;
        }

        var claim = DurableFile.TryRead(folder.Claim, RunnerJson.Default.Claim);
        if (claim is { By: Claimant.Service } || FileStatus.TryAsk(folder.Claim, out _) == FileEntryAnswer.Absent)
        {
            return RunnerExitCode.NotOurs;
        }

        using var control = ControlServer.Open(job, time);
        if (FindProcess(folder, job, time) is { } record)
        {
            using var process = new AdoptedProcess(folder, record);
            new Supervisor(folder, job, process, control, time).Run();
        }
        else
        {
            ClearUp(folder, job, control, time);
            TemporaryFolder.Remove(folder, job);
            new Report(folder, control, time).Write(Unseen(folder, job, claim, time));
        }

        return RunnerExitCode.Done;
    }

    /// <summary>The process is gone without a record, and what it started may not be.</summary>
    private static void ClearUp(AttemptFolder folder, Job job, ControlServer control, TimeProvider time)
    {
        var left = new AttemptProcesses(folder, job.Nonce, record: null, ControlGroup.Find(folder, job.Nonce));
        var round = new Limits.Backoff(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(250), time);
        while (!left.KillAll())
        {
            round.Wait();
            control.Pump(round.Remaining);
        }
    }

    private static ProcessRecord? FindProcess(AttemptFolder folder, Job job, TimeProvider time)
    {
        // Recorded, it may be dead: the supervisor sees that at once, and clears up what it left.
        if (DurableFile.TryRead(folder.Process, RunnerJson.Default.ProcessRecord) is { } recorded)
        {
            return recorded;
        }

        if (new MarkedProcesses(job.Nonce).FindLeader() is not { } found)
        {
            return null;
        }

        var age = ProcessAge.Of(found);
        return new ProcessRecord
        {
            Nonce = job.Nonce,
            Process = found,
            StartedAt = time.GetUtcNow() - age,
            StartedTimestamp = time.GetTimestamp() - (long)(age.TotalSeconds * time.TimestampFrequency),
        };
    }

    // A claim that is not whole was never followed by a start (see Attempt.TryClaim); a whole one may have been. One that is not whole any
    // more, or that something else took the place of, is the work of a process that ran.
    private static ExitRecord Unseen(AttemptFolder folder, Job job, Claim? claim, TimeProvider time)
    {
        var isTorn = claim is null && FileStatus.Of(folder.Claim) is { IsOrdinary: true } && Limits.OutputLimit.SizeOf(job.OutputFile) == 0;
        return new ExitRecord
        {
            Nonce = job.Nonce,
            Cause = isTorn ? EndCause.NotStarted : EndCause.EndedUnseen,
            Message = isTorn
                ? "The attempt's claim was not written whole, so nothing was started."
                : "The runner died before it recorded a process, and no process of the attempt is alive.",
            EndedAt = time.GetUtcNow(),
            EndedUptimeSeconds = SystemBoot.Uptime.TotalSeconds,
            OutputBytes = Limits.OutputLimit.SizeOf(job.OutputFile),
            ConsoleBytes = Limits.OutputLimit.SizeOf(folder.Console),
        };
    }
}
