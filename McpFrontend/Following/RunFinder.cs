using StataRuns.Runs;
using StataRuns.Storage;

namespace StataRuns.McpFrontend.Following;

/// <summary>Finds a run for somebody. A run of another owner does not exist for the one who asks.</summary>
internal sealed class RunFinder(IRunGrains grains, IRunDirectory directory)
{
    /// <summary>The run as it is now, or as it was stored last when its grain does not answer; null if there is no such run.</summary>
    public async Task<RunSnapshot?> FindAsync(RunId id, string owner, CancellationToken cancellation)
    {
        RunSnapshot? run;
        try
        {
            run = await grains.Run(id).GetAsync();
        }
        catch (Exception e) when (PassingFailure.Is(e))
        {
            run = await directory.FindAsync(id, cancellation);
        }

        return run?.Owner == owner ? run : null;
    }

    /// <summary>
    /// Runs of a list with the progress they have now: the table knows only what was saved last, the grain knows it all.
    /// Where a status has moved on since the list was read, the list's stands, so that it holds what was asked for.
    /// </summary>
    public Task<RunSnapshot[]> WithProgressAsync(IEnumerable<RunSnapshot> listed, CancellationToken cancellation) => Task.WhenAll(
        listed.Select(async run =>
            !run.Status.IsFinal() && await FindAsync(run.RunId, run.Owner, cancellation) is { } now && now.Status == run.Status ? now : run));
}
