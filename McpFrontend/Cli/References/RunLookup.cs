using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Cli.Display;
using StataRuns.McpFrontend.Cli.Verbs;
using StataRuns.McpFrontend.Mcp.Snapshots;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Cli.References;

/// <summary>A run that was found.</summary>
/// <param name="Place">The verb with the data folder that the run is in.</param>
/// <param name="RunId">Its id.</param>
internal sealed record FoundRun(Invocation Place, string RunId);

/// <summary>
/// Finds the run that a reference names, in the data folder of Stata and in that of the stand-in. No service is started for the search: where one runs it is
/// asked, else the names of the run folders say which runs there are. Only what fits several runs is looked at, at most <see cref="MostShown"/> of them.
/// </summary>
/// <param name="invocation">The verb as it was called.</param>
internal sealed class RunLookup(Invocation invocation)
{
    private const int MostShown = 10;

    /// <summary>The run.</summary>
    /// <exception cref="CliException">The reference fits none, or several.</exception>
    public async Task<FoundRun> FindAsync(RunReference reference, CancellationToken cancellationToken)
    {
        var places = invocation.Places.Where(place => place.MayHaveRuns).ToList();
        if (places.Count == 0)
        {
            throw new CliException(reference.Id is { } unknown ? $"There is no run {unknown}: no runs yet." : NoRuns(), ExitCode.WrongUsage);
        }

        if (reference.Id is { } id)
        {
            return new FoundRun(places.Find(place => place.Folders.Holds(id)) ?? places[0], id.Text);
        }

        return reference.IsLast ? await NewestAsync(places, cancellationToken) : await OnlyAsync(places, reference.Text, cancellationToken);
    }

    private async Task<FoundRun> NewestAsync(IReadOnlyList<Invocation> places, CancellationToken cancellationToken)
    {
        FoundRun? newest = null;
        foreach (var place in places)
        {
            // Ids sort by time, whichever folder they are in.
            if (await NewestAsync(place, cancellationToken) is { } runId && string.CompareOrdinal(runId, newest?.RunId) > 0)
            {
                newest = new FoundRun(place, runId);
            }
        }

        return newest ?? throw new CliException(NoRuns(), ExitCode.WrongUsage);
    }

    private static async Task<string?> NewestAsync(Invocation place, CancellationToken cancellationToken)
    {
        if (await RunningAsync(place, cancellationToken) is not { } service)
        {
            return place.Folders.Newest;
        }

        using (service)
        {
            return (await service.GetAsync("/runs/names", McpJson.Default.NamesJson, cancellationToken)).Runs is [var newest, ..] ? newest.RunId : null;
        }
    }

    private async Task<FoundRun> OnlyAsync(IReadOnlyList<Invocation> places, string part, CancellationToken cancellationToken)
    {
        List<FoundRun> fitting = [];
        foreach (var place in places)
        {
            fitting.AddRange((await FittingAsync(place, part, cancellationToken)).Select(runId => new FoundRun(place, runId)));
        }

        switch (fitting.Count)
        {
            case 0:
                throw new CliException(
                    $"No run's id has \"{part}\" in it; \"{invocation.Own.Text("ps", "--all")}\" lists the runs, and \"{RunReference.Last}\" is the newest.", ExitCode.WrongUsage);
            case 1:
                return fitting[0];
            default:
                throw await SeveralAsync(part, fitting, cancellationToken);
        }
    }

    private static async Task<IReadOnlyList<string>> FittingAsync(Invocation place, string part, CancellationToken cancellationToken)
    {
        if (await RunningAsync(place, cancellationToken) is not { } service)
        {
            return place.Folders.With(part, MostShown + 1);
        }

        using (service)
        {
            try
            {
                var found = await service.GetAsync($"/runs/matching?part={Uri.EscapeDataString(part)}", McpJson.Default.NamesJson, cancellationToken);
                return [.. found.Runs.Select(run => run.RunId)];
            }
            catch (ToolRefusedException)
            {
                // A service of the version before does not know the question.
                return place.Folders.With(part, MostShown + 1);
            }
        }
    }

    /// <summary>The error that names the runs which a text fits.</summary>
    private static async Task<CliException> SeveralAsync(string part, List<FoundRun> fitting, CancellationToken cancellationToken)
    {
        var shown = fitting.OrderByDescending(run => run.RunId, StringComparer.Ordinal).Take(MostShown).ToList();
        List<SnapshotJson> runs = [];
        foreach (var group in shown.GroupBy(run => run.Place))
        {
            using var service = await group.Key.Access.OpenAsync(cancellationToken);
            foreach (var run in group)
            {
                try
                {
                    runs.Add(await service.GetAsync($"/runs/{run.RunId}/snapshot", McpJson.Default.SnapshotJson, cancellationToken));
                }
                catch (ToolRefusedException)
                {
                    // Deleted just now, or a folder that is no run: it still explains why the text fits several.
                }
            }
        }

        var width = runs.Select(run => Words.Status(run.Status).Length).DefaultIfEmpty().Max();
        var more = fitting.Count > shown.Count ? $" The newest {shown.Count} are:" : "";
        return new CliException($"\"{part}\" fits {(fitting.Count > MostShown ? "more than " + MostShown : fitting.Count)} runs: give more of the id.{more}", ExitCode.WrongUsage)
        {
            Lines = [.. runs.Select(run => $"  {run.RunId}  {Words.Status(run.Status).PadRight(width)}  {FileLabel.Of(run.FilePath)}")],
            Runs = [.. runs.Select(run => new ErrorRunJson(run.RunId, run.Status, run.FilePath))],
        };
    }

    /// <summary>The service of a place, if one runs; where the runs are elsewhere, it alone can say.</summary>
    private static async Task<ServiceHttp?> RunningAsync(Invocation place, CancellationToken cancellationToken) =>
        place.AreRunsElsewhere ? await place.Access.OpenAsync(cancellationToken)
            : place.Access.Find() is { } service ? place.Access.Open(service) : null;

    private string NoRuns() => $"No runs yet; \"{invocation.Own.Text("run", "FILE")}\" makes one.";
}
