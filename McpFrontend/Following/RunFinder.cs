using StataRuns.McpFrontend.Hosts;
using StataRuns.Runs;
using StataRuns.Storage;

namespace StataRuns.McpFrontend.Following;

/// <summary>Finds a run for somebody. A run of another owner does not exist for the one who asks.</summary>
internal sealed class RunFinder(IRunGrains grains, IRunDirectory directory, IHostWatch hosts)
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
            run = hosts.Seen(await directory.FindAsync(id, cancellation));
        }

        return run?.Owner == owner ? run : null;
    }

    /// <summary>A page of runs as they are now.</summary>
    /// <exception cref="FormatException">The cursor is none that was given out.</exception>
    public async Task<RunList> ListAsync(RunFilter filter, CancellationToken cancellation)
    {
        var page = await directory.ListAsync(filter with { Away = hosts.Away }, cancellation);
        return page with { Runs = await Task.WhenAll(page.Runs.Select(run => WithProgressAsync(run, cancellation))) };
    }

    /// <summary>
    /// A run of a list with the progress it has now: the table knows only what was saved last, the grain knows it all. Where its
    /// status has moved on since the list was read, the list's stands, so that it holds what was asked for.
    /// </summary>
    private async Task<RunSnapshot> WithProgressAsync(RunSnapshot listed, CancellationToken cancellation)
    {
        var run = hosts.Seen(listed)!;
        return !run.Status.IsFinal() && run.Status is not RunStatus.Unreachable
            && await FindAsync(run.RunId, run.Owner, cancellation) is { } now && now.Status == run.Status ? now : run;
    }
}
