using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orleans.Concurrency;
using StataRuns.Hosts;
using StataRuns.Output;
using StataRuns.Runner.Protocol;
using StataRuns.Stata;
using StataRuns.Storage;

namespace StataRuns.Runs;

/// <summary>
/// Rebuilds the states of runs whose database was lost, from what lies in their folders. Nothing is decided here: a run whose attempt was claimed by a runner is written down
/// as running and taken up as after any restart, so that the same records lead to the same end by <see cref="RunOutcome"/>, and a process that still lives is followed again. A run without
/// such a claim was never started by this folder's word; whether it waited, was cancelled or could not start only the database knew: it is lost, and nothing is ever started here.
/// </summary>
/// <param name="owner">Whose runs those are whose folder does not tell (they were made by a version that kept no record of the request).</param>
internal sealed class Recovery(HostSettings settings, IGrainFactory grains, TimeProvider time, string owner)
{
    private const int AtATime = 16;
    private const int LongestRecord = 16 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    /// <summary>Rebuilds all that are not known.</summary>
    /// <returns>How many came to which status; <c>null</c> counts those that were known already.</returns>
    public async Task<IReadOnlyList<(RunStatus? Status, int Count)>> RunAsync(CancellationToken cancellationToken)
    {
        var outcomes = new System.Collections.Concurrent.ConcurrentBag<RunStatus?>();
        await Parallel.ForEachAsync(
            LostDatabase.RunsIn(settings).Where(id => id.Host == settings.Host),
            new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken },
            async (id, cancellation) => outcomes.Add(await RebuildAsync(id, cancellation)));
        return [.. outcomes.GroupBy(static status => status).Select(static group => (group.Key, group.Count())).OrderBy(static pair => pair.Key)];
    }

    private async Task<RunStatus?> RebuildAsync(RunId id, CancellationToken cancellation)
    {
        var run = grains.GetGrain<IRunGrain>(id.Text);
        if (await run.GetAsync() is not null)
        {
            return null;
        }

        var folder = RunFolder.Of(settings, id);
        var known = Known(id, folder);
        var (first, process) = Started(known, folder);
        var control = grains.GetGrain<IRunControl>(id.Text);
        var isAlive = process?.IsAlive() == true;

        // Of two that ended there may be any number with the same request; of those that live at most one can be joined.
        var unique = first with { Fingerprint = $"recovered {id}" };
        if (!isAlive || await control.CreateAsync(new Immutable<RunState>(first)) == CreateOutcome.Duplicate)
        {
            await control.CreateAsync(new Immutable<RunState>(unique));
        }

        await control.ResumeAsync();
        var begun = time.GetTimestamp();
        while (true)
        {
            var snapshot = await run.GetAsync();
            if (snapshot is null || snapshot.Status.IsFinal() || process?.IsAlive() == true || time.GetElapsedTime(begun) > Patience)
            {
                return snapshot?.Status ?? RunStatus.Lost;
            }

            await Task.Delay(Glance, time, cancellation);
        }
    }

    /// <summary>What the folder tells of the request.</summary>
    private RunState Known(RunId id, RunFolder folder)
    {
        var now = time.GetUtcNow();
        var source = TryRead(folder.SubmittedDoFile, DoFileInspection.LargestDoFile);
        var recorded = TryReadRecord(folder);
        var state = recorded is not null && recorded.RunId == id
            ? recorded
            : new RunState
            {
                RunId = id,
                Host = id.Host,
                Owner = owner,
                FilePath = folder.SubmittedDoFile,
                WorkingDir = folder.Path,
                SubmittedAt = Ulid.Parse(id.Text[..26].ToUpperInvariant()).Time,
                Notes = ["The version that made this run kept no record of its request: its do-file's path, arguments and folder are not known. What is named as its do-file is the copy of what ran."],
            };
        return state with
        {
            // As it was at the start, which may differ from what was handed in.
            FileSha256 = source is null ? state.FileSha256 : Convert.ToHexStringLower(SHA256.HashData(source)),

            // Who was told of its end, and whether it was to be kept, is not known: it is never answered instead of a new run, and never deleted by age.
            HandedOverAt = now,
            KeptAt = now,
            Epoch = 0,
            Notes = [.. state.Notes, "The database that knew this run was lost. It was rebuilt from its folder (stataruns recover)."],
        };
    }

    private static (RunState State, ProcessIdentity? Process) Started(RunState known, RunFolder folder)
    {
        var number = Directory.EnumerateDirectories(folder.Path, "attempt-*")
            .Select(path => int.TryParse(Path.GetFileName(path).AsSpan("attempt-".Length), out var attempt) ? attempt : 0)
            .DefaultIfEmpty(0)
            .Max();
        var attempt = folder.Attempt(number);
        if (number == 0
            || Read(attempt.Job, RunnerJson.Default.Job) is not { } job
            || Read(attempt.Claim, RunnerJson.Default.Claim) is not { By: Claimant.Runner } claim
            || claim.Nonce != job.Nonce
            || HadNoSeat(folder, attempt, number, job.Nonce))
        {
            return (known with
            {
                Status = RunStatus.Lost,
                FinishedAt = known.HandedOverAt,
                Error = new RunError(null, "Nothing in the run's folder shows that it was started. Whether it waited, was cancelled or could not start only the lost database knew; it was not started by the recovery either.", null, known.FilePath, null),
            }, null);
        }

        var process = Read(attempt.Process, RunnerJson.Default.ProcessRecord);
        return (known with
        {
            Status = RunStatus.Running,
            Attempt = number,
            Nonce = job.Nonce,
            BootId = claim.Claimer.BootId,
            StartedAt = process?.StartedAt,
            TimeoutSeconds = job.TimeoutSeconds,
            StandIn = new[] { job.Executable }.Concat(job.Arguments).Any(word => Path.GetFileNameWithoutExtension(word) == "stata-stand-in"),
        }, process?.Process);
    }

    /// <summary>Refused because all seats of the licence were taken. Such an attempt is no end: the run would be put into the queue again, and start.</summary>
    private static bool HadNoSeat(RunFolder folder, AttemptFolder attempt, int number, string nonce) =>
        Read(attempt.Exit, RunnerJson.Default.ExitRecord) is not null
        && !(TryRead(Path.Combine(attempt.Path, BegunMark.FileName), LongestRecord) is { } begun && BegunMark.Read(begun, nonce))
        && LicenceRefusal.Find(OutputFile.Tail(folder.Log(number), RunEvidence.TailBytes).Span, OutputFile.Tail(attempt.Console, RunEvidence.TailBytes).Span) is { Waits: true };

    private static RunState? TryReadRecord(RunFolder folder)
    {
        try
        {
            return TryRead(folder.Request, LongestRecord) is { } bytes ? JsonSerializer.Deserialize<RunState>(bytes, JsonState.Options) : null;
        }
        catch (JsonException)
        {
            return null; // torn by a power cut: it is not flushed
        }
    }

    private static T? Read<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return TryRead(path, LongestRecord) is { } bytes ? JsonSerializer.Deserialize(bytes, type) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[]? TryRead(string path, long longest)
    {
        try
        {
            return OrdinaryFile.TryRead(path, longest);
        }
        catch (IOException)
        {
            return null; // what cannot be read is evidence that is missing
        }
    }
}
