using StataRuns.Hosts;
using StataRuns.Runner.Protocol;
using StataRuns.Stata;

namespace StataRuns.Runs;

/// <summary>Puts into an attempt's folder what its runner and its Stata need.</summary>
internal sealed class AttemptStart(HostSettings settings, Engine engine, TimeProvider time)
{
    /// <summary>The Stata that runs are started with; null and the sentence that says why there is none.</summary>
    public StataInstallation? Engine(out string? missing) => engine.Find(out missing);

    /// <summary>Why the run may not start now although it was accepted; null if it may.</summary>
    public Task<string?> RefusalNowAsync(RunState run) => new DoFileInspection(settings, time).RefusalAtStartAsync(run.FilePath, run.WorkingDir);

    /// <summary>
    /// The run with the do-file as it is now; null if it is as it was submitted, or cannot be read (then Stata says so).
    /// What runs is the file as it is at the start: where that is another one, the run says so, and is handed to nobody who
    /// asks for the one that was submitted.
    /// </summary>
    public async Task<RunState?> ContentNowAsync(RunState run)
    {
        try
        {
            var bytes = await DoFileInspection.LookAsync(
                () => DoFileContent.TryRead(run.FilePath), DoFileInspection.Patience, time, Path.GetDirectoryName(run.FilePath)!);
            if (bytes is null || DoFileInspection.Hash(bytes) is var hash && hash == run.FileSha256)
            {
                return null;
            }

            DurableFile.Replace(RunFolder.Of(settings, run.RunId).SubmittedDoFile, bytes);
            return run with
            {
                FileSha256 = hash,
                NestedDoFiles = null,
                Notes = [.. run.Notes, "The do-file was changed while the run waited in the queue: what ran is the file as it was at the start."],
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Makes the folder and all that lies in it. Nothing here needs a flush: without a claim none of it ever was.</summary>
    /// <exception cref="StartRefusedException">The request cannot be said in Stata's language.</exception>
    public Job Prepare(RunState run, RunFolder folder, StataInstallation installation)
    {
        var attempt = folder.CreateAttempt(run.Attempt);
        var wrapper = WrapperDoFiles.Render(
            new WrapperRequest(attempt.Path, run.FilePath, run.Arguments, run.WorkingDir, run.Nonce!), out var problem)
            ?? throw new StartRefusedException(problem!);
        foreach (var (name, bytes) in wrapper.Files)
        {
            File.WriteAllBytes(Path.Combine(attempt.Path, name), bytes);
        }

        // A stand-in that was not compiled ahead is started by the .NET host, and is itself the host's first argument.
        var leading = installation.IsStandIn ? settings.StandInProgram!.LeadingArguments : [];
        var command = BatchCommand.For(installation, ThisMachine.Instance.Kind);
        var job = new Job
        {
            RunId = run.RunId.Text,
            Nonce = run.Nonce!,
            Executable = command.Executable,
            Arguments = [.. leading, .. command.Arguments],
            StartFolder = attempt.Path,
            Environment = RunEnvironment.OfServiceUser(run.TraceParent),
            OutputFile = folder.Log(run.Attempt),
            ControlSocket = RunFolder.ControlSocket(settings, run.RunId, run.Attempt),
            TimeoutSeconds = run.TimeoutSeconds ?? settings.DefaultTimeout?.TotalSeconds,
            MaxOutputBytes = settings.MaxOutputBytes,
        };
        File.WriteAllBytes(attempt.Job, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(job, RunnerJson.Default.Job));
        return job;
    }
}

/// <summary>A run that cannot be started; the message is for its user.</summary>
internal sealed class StartRefusedException(string message) : Exception(message);
