using StataRuns.Hosts;
using StataRuns.Runner.Protocol;
using StataRuns.Stata;

namespace StataRuns.Runs;

/// <summary>Puts into an attempt's folder what its runner and its Stata need.</summary>
internal sealed class AttemptStart(HostSettings settings, Engine engine, RunContent content, TimeProvider time)
{
    /// <summary>The Stata that runs are started with; null and the sentence that says why there is none.</summary>
    public StataInstallation? Engine(out string? missing) => engine.Find(out missing);

    /// <summary>Why the run may not start now although it was accepted; null if it may.</summary>
    public Task<string?> RefusalNowAsync(RunState run) => new DoFileInspection(settings, time).RefusalAtStartAsync(run.FilePath, run.WorkingDir);

    /// <summary>
    /// The run with the do-file as it is now, and that; as it was submitted where it cannot be read (then Stata says so). What runs is
    /// the file as it is at the start: where that is another one, hash and fingerprint are the new content's, and the run says so.
    /// </summary>
    public async Task<(RunState Run, DoFileSeen? Seen)> ContentNowAsync(RunState run)
    {
        if (await content.LookAsync(run.FilePath, DoFileInspection.Patience) is not { } seen)
        {
            return (run, null);
        }

        return seen.Sha256 == run.FileSha256
            ? (run with { DoFileStamp = seen.Stamp }, seen)
            : (RunContent.With(run, seen, "The do-file was changed while the run waited in the queue: what ran is the file as it was at the start."), seen);
    }

    /// <summary>Makes the folder and all that lies in it. Nothing here needs a flush: without a claim none of it ever was.</summary>
    /// <exception cref="StartRefusedException">The request cannot be written in Stata's language, or the run's variables are lost.</exception>
    public Job Prepare(RunState run, RunFolder folder, StataInstallation installation)
    {
        var given = folder.ReadEnvironment(run)
            ?? throw new StartRefusedException($"The environment variables that the run was given ({string.Join(", ", run.Environment)}) cannot be read any more: {folder.EnvironmentFile} was changed or removed. Nothing was started; submit the run again.");
        var attempt = folder.CreateAttempt(run.Attempt);
        var wrapper = WrapperDoFiles.Render(
            new WrapperRequest(attempt.Path, run.FilePath, run.Arguments, run.WorkingDir, run.Nonce!), out var problem)
            ?? throw new StartRefusedException(problem!);
        foreach (var (name, bytes) in wrapper.Files)
        {
            File.WriteAllBytes(Path.Combine(attempt.Path, name), bytes);
        }

        var log = folder.LogOf(run.Attempt).Make();
        folder.ConsoleOf(run.Attempt).Make();

        // A stand-in that was not compiled ahead is started by the .NET host, and is itself the host's first argument.
        var leading = installation.IsStandIn ? settings.StandInProgram!.LeadingArguments : [];
        var command = BatchCommand.For(installation, ThisMachine.Instance.Kind, folder.StartDoFile(run.Attempt, wrapper.Output));
        var job = new Job
        {
            RunId = run.RunId.Text,
            Nonce = run.Nonce!,
            Executable = command.Executable,
            Arguments = [.. leading, .. command.Arguments],
            StartFolder = attempt.Path,
            Environment = RunEnvironment.OfServiceUser(run.TraceParent, given),
            OutputFile = log,
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
