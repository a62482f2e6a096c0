using System.Security.Cryptography;
using StataRuns.Hosts;
using StataRuns.Runner.Protocol;
using StataRuns.Stata;

namespace StataRuns.Runs;

/// <summary>
/// May a repeated call get the result of a run that ended, instead of a new run? An old number taken for a new one is the worst
/// that can happen to a researcher, so only what was compared counts, and whatever is not known speaks against it:
/// <list type="number">
/// <item>no answer with the run's final status was delivered to its owner (<see cref="RunState.HandedOverAt"/>);</item>
/// <item>it ended less than <see cref="Window"/> ago, by the same Stata that would run it now;</item>
/// <item>every do-file that it ran is as it was;</item>
/// <item>in the folders of its inputs (<see cref="RunInputs"/>) every ordinary file is as it was at its end.</item>
/// </list>
/// The newest run of the fingerprint alone is asked about: an older one's numbers are older than what its caller has seen.
/// </summary>
internal sealed class Redelivery(TimeProvider time)
{
    /// <summary>So long after its end a result may be delivered to a repeated call.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    // Folders that do not answer keep no run from its end, and no caller from a new run.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // Clocks of two hosts, or of one before and after it was set.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(10);

    /// <summary>May it be delivered?</summary>
    /// <param name="run">The run as it is stored.</param>
    /// <param name="engine">What would run it now.</param>
    public async Task<bool> AllowsAsync(RunState run, StataInstallation engine) =>
        run is { HandedOverAt: null, DeletedAt: null, InputFolders: { } folders, InputsAtEnd: { } atEnd }
        && run.Engine == engine.Engine && run.StandIn == engine.IsStandIn
        && EndedWithinWindow(run)
        && await NestedDoFileHashes.AreUnchangedAsync(run.NestedDoFiles, time)
        && await StateOfAsync(folders, null) == atEnd;

    /// <summary>
    /// What lies in a run's input folders, looked at right after its end. Null where it is not known, where something was changed since
    /// the end already, and where nobody knows when the end was: of a process that was found dead, by a clock that was set meanwhile.
    /// </summary>
    public async Task<string?> InputsAtEndAsync(RunState run, ExitRecord exit)
    {
        if (run.InputFolders is not { } folders || run.NestedDoFiles is not { } nested
            || exit.Cause is EndCause.EndedUnseen || exit.EndedUptimeSeconds is not { } uptime)
        {
            return null;
        }

        var byClock = time.GetUtcNow() - exit.EndedAt;
        var byUptime = SystemBoot.Uptime - TimeSpan.FromSeconds(uptime);
        return (byClock - byUptime).Duration() < TimeSpan.FromSeconds(1) && await AreAsHashedAsync(nested, run.SubmittedAt)
            ? await StateOfAsync(folders, exit.EndedAt)
            : null;
    }

    /// <summary>
    /// By the time since this machine's start, which nobody sets, where it is the same machine since then; else by the wall clock. An end
    /// in the future is one whose distance nobody knows.
    /// </summary>
    private bool EndedWithinWindow(RunState run)
    {
        if (run.EndedUptimeSeconds is { } uptime && run.BootId == SystemBoot.Id)
        {
            return SystemBoot.Uptime.TotalSeconds - uptime is >= 0 and var ago && ago < Window.TotalSeconds;
        }

        var passed = time.GetUtcNow() - run.FinishedAt;
        return passed < Window && passed > -ClockDifference;
    }

    /// <summary>A do-file that was changed since it was hashed, and back again, may have run as something else.</summary>
    private async Task<bool> AreAsHashedAsync(IReadOnlyList<DoFileHash> doFiles, DateTimeOffset hashed)
    {
        try
        {
            return doFiles.Count == 0 || await DoFileInspection.LookAsync(
                () => doFiles.All(file => FileStatus.OfTarget(file.Path)?.ChangedAt <= hashed + Rounding), Patience, time, $"what was started beside {doFiles[0].Path}");
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task<string?> StateOfAsync(IReadOnlyList<string> folders, DateTimeOffset? unchangedSince)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var begun = time.GetTimestamp();
        var files = 0;
        try
        {
            foreach (var folder in folders)
            {
                // Each by itself: a disk that is away holds up looks at its own folders only.
                var left = Patience - time.GetElapsedTime(begun);
                if (await DoFileInspection.LookAsync(() => FolderState.Of(folder, unchangedSince), left > TimeSpan.Zero ? left : TimeSpan.Zero, time, folder) is not { } state
                    || (files += state.Files) > FolderState.MostFiles)
                {
                    return null;
                }

                hash.AppendData(state.Hash.Span);
            }
        }
        catch (TimeoutException)
        {
            return null;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
