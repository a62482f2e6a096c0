using StataRuns.Runner.Control;
using StataRuns.Runner.Processes;
using StataRuns.Runner.Protocol;
using StataRuns.Runner.Protocol.Spawning;

namespace StataRuns.Runner;

/// <summary>The ordinary way: claim the attempt, start its process, look after it to the end.</summary>
internal static class Attempt
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
            RunnerLog.Write(folder, "The job cannot be read; nothing was started.");
            return RunnerExitCode.Trouble;
        }

        // Before the claim: whoever sees the claim can connect at once.
        using var control = ControlServer.Open(job, time);
        switch (TryClaim(folder, job, time, out var trouble))
        {
            case ClaimOutcome.Lost:
                return RunnerExitCode.NotOurs;
            case ClaimOutcome.Torn:
                Report(trouble!);
                return RunnerExitCode.Done;
        }

        FailPoint.Pass("runner.claimed");
        try
        {
            var temporary = Prepare(folder, job);
            using var process = OwnProcess.Start(job, folder, temporary, time);
            new Supervisor(folder, job, process, control, time).Run();
        }
        catch (SpawnException e)
        {
            Report(e.Message);
        }

        return RunnerExitCode.Done;

        void Report(string message)
        {
            TemporaryFolder.Remove(folder, job);
            new Report(folder, control, time).Write(new ExitRecord
            {
                Nonce = job.Nonce,
                Cause = EndCause.NotStarted,
                Message = message,
                EndedAt = time.GetUtcNow(),
                EndedUptimeSeconds = SystemBoot.Uptime.TotalSeconds,
            });
        }
    }

    private enum ClaimOutcome
    {
        Won,
        Lost,
        Torn,
    }

    /// <summary>
    /// The claim is made by creating its file; its content comes second. So on a full disk the file may be there, empty or torn, and then
    /// the attempt is claimed, by somebody who cannot be read: nobody else may start it, and we must not either, since after a power cut the
    /// file might be gone and another one start it again. It's never deleted and made again: that would be a second race.
    /// Whoever finds a torn claim knows that nothing was ever started under it, because a process is started only after its claim was flushed whole.
    /// </summary>
    private static ClaimOutcome TryClaim(AttemptFolder folder, Job job, TimeProvider time, out string? trouble)
    {
        trouble = null;
        var claim = new Claim { Nonce = job.Nonce, By = Claimant.Runner, Claimer = ProcessIdentity.Current, At = time.GetUtcNow() };
        try
        {
            return DurableFile.TryCreate(folder.Claim, claim, RunnerJson.Default.Claim) ? ClaimOutcome.Won : ClaimOutcome.Lost;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && File.Exists(folder.Claim))
        {
            trouble = $"The attempt could not be claimed: {e.Message}";
            RunnerLog.Write(folder, trouble);
            return ClaimOutcome.Torn;
        }
    }

    /// <returns>The run's temporary folder.</returns>
    /// <exception cref="SpawnException">The folder or the console's file cannot be made.</exception>
    private static string Prepare(AttemptFolder folder, Job job)
    {
        try
        {
            var temporary = TemporaryFolder.Make(folder, job);

            // Made here, although the start would make it too: here a failure has words.
            File.OpenHandle(folder.Console, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite).Dispose();
            return temporary;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SpawnException($"The run's folder cannot be prepared: {e.Message}");
        }
    }
}
