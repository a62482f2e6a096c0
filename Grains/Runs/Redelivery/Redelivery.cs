using StataRuns.Hosts;
using StataRuns.Runner.Protocol;

namespace StataRuns.Runs;

/// <summary>
/// May a repeated call get the result of a run that ended, instead of a new run? An old number taken for a new one is the worst
/// that can happen to a researcher, so only what was compared counts, and whatever is not known speaks against it:
/// <list type="number">
/// <item>no answer with the run's final status was delivered to its owner (<see cref="RunState.HandedOverAt"/>);</item>
/// <item>it ended less than <see cref="Window"/> ago;</item>
/// <item>every do-file that it ran is as it was;</item>
/// <item>in the folders of its inputs every ordinary file is as it was at its end.</item>
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

    /// <summary>May it be delivered?</summary>
    public async Task<bool> AllowsAsync(RunState run) =>
        run is { HandedOverAt: null, DeletedAt: null, InputFolders: { } folders, InputsAtEnd: { } atEnd }
        && EndedWithinWindow(run)
        && await NestedDoFileHashes.AreUnchangedAsync(run.NestedDoFiles, time)
        && await StateOfAsync(folders, null) == atEnd;

    /// <summary>What lies in a run's input folders at its end; null where it is not known, or was changed since the end already.</summary>
    public async Task<string?> InputsAtEndAsync(RunState run, DateTimeOffset ended) =>
        run.InputFolders is { } folders && run.NestedDoFiles is not null ? await StateOfAsync(folders, ended) : null;

    /// <summary>
    /// By the time since this machine's start, which nobody sets, where it is the same machine since then; else by the wall clock. An end
    /// in the future is one whose distance nobody knows.
    /// </summary>
    private bool EndedWithinWindow(RunState run)
    {
        if (run.EndedUptimeSeconds is { } uptime && run.BootId == SystemBoot.Id)
        {
            return SystemBoot.Uptime.TotalSeconds - uptime < Window.TotalSeconds;
        }

        var ago = time.GetUtcNow() - run.FinishedAt;
        return ago < Window && ago > -ClockDifference;
    }

    private async Task<string?> StateOfAsync(IReadOnlyList<string> folders, DateTimeOffset? unchangedSince)
    {
        try
        {
            return await DoFileInspection.LookAsync(
                () => FolderState.Of(folders, unchangedSince), Patience, time, $"the inputs in {string.Join(", ", folders)}");
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
