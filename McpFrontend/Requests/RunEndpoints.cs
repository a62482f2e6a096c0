using System.Globalization;
using StataRuns.McpFrontend.Following;
using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.McpFrontend.Mcp.Snapshots;
using StataRuns.McpFrontend.Security;
using StataRuns.Runs;
using StataRuns.Storage;

namespace StataRuns.McpFrontend.Requests;

/// <summary>
/// Runs by plain HTTP, in the same JSON as the tools': for programs, such as our own terminal, that want one answer and no
/// handshake before it.
/// </summary>
internal static class RunEndpoints
{
    private const int LongestPage = 200;
    private const int NewestNames = 30;

    // Any shorter part fits by chance; no id is longer.
    private const int ShortestPart = 4;
    private const int LongestPart = 100;

    public static void MapRuns(this WebApplication app)
    {
        app.MapGet("/runs", (HttpContext context) => KeepingEndpoints.TryAsync(context, () => ListAsync(context))).WithMetadata(CarriesResults.Instance);
        app.MapGet("/runs/names", (HttpContext context) => KeepingEndpoints.TryAsync(context, () => NamesAsync(context)));
        app.MapGet("/runs/matching", (HttpContext context) => KeepingEndpoints.TryAsync(context, () => MatchingAsync(context)));
        app.MapGet("/runs/{runId}/snapshot", (HttpContext context) => KeepingEndpoints.TryAsync(context, () => SnapshotAsync(context))).WithMetadata(CarriesResults.Instance);
    }

    /// <summary>The run that a request names, if it is the caller's; else the request is answered.</summary>
    public static async Task<RunSnapshot?> FindAsync(HttpContext context)
    {
        var finder = context.RequestServices.GetRequiredService<RunFinder>();
        if (RunId.TryParse(context.Request.RouteValues["runId"] as string, out var id)
            && await finder.FindAsync(id, Caller.Owner(context.User), context.RequestAborted) is { } run)
        {
            return run;
        }

        await NoSuchRunAsync(context, context.Request.RouteValues["runId"] as string ?? "");
        return null;
    }

    /// <summary>Answers that there is no such run.</summary>
    public static Task NoSuchRunAsync(HttpContext context, string runId) => context.SentenceAsync(
        StatusCodes.Status404NotFound, $"There is no run {(runId.Length > 100 ? runId[..100] + "…" : runId)}: it does not exist or was deleted.");

    /// <summary>Answers with a run's snapshot.</summary>
    public static async Task SnapshotAsync(HttpContext context, RunSnapshot run)
    {
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        Delivery.Begin(context, run);
        await context.Response.WriteAsJsonAsync(
            SnapshotJson.Of(run, now) with { Text = HeadLine.Of(run, null, now) }, McpJson.Default.SnapshotJson, cancellationToken: context.RequestAborted);
        Delivery.Sent(context);
    }

    private static async Task SnapshotAsync(HttpContext context)
    {
        if (await FindAsync(context) is { } run)
        {
            await SnapshotAsync(context, run);
        }
    }

    private static async Task ListAsync(HttpContext context)
    {
        var services = context.RequestServices;
        if (Filter(context, out var problem) is not { } filter)
        {
            await context.SentenceAsync(StatusCodes.Status400BadRequest, problem!);
            return;
        }

        RunList page;
        try
        {
            page = await services.GetRequiredService<RunFinder>().ListAsync(filter, context.RequestAborted);
        }
        catch (FormatException e)
        {
            await context.SentenceAsync(StatusCodes.Status400BadRequest, e.Message);
            return;
        }

        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        Delivery.Begin(context, page.Runs);
        await context.Response.WriteAsJsonAsync(
            new ListJson("", [.. page.Runs.Select(run => SnapshotJson.Of(run, now))], page.NextCursor),
            McpJson.Default.ListJson,
            cancellationToken: context.RequestAborted);
        Delivery.Sent(context);
    }

    /// <summary>The newest runs by id and file alone, for a shell that completes a word: no status is in it, so nothing was delivered.</summary>
    private static async Task NamesAsync(HttpContext context)
    {
        var page = await context.RequestServices.GetRequiredService<RunFinder>().ListAsync(
            new RunFilter { Owner = Caller.Owner(context.User), Limit = NewestNames }, context.RequestAborted);
        await context.Response.WriteAsJsonAsync(
            new NamesJson([.. page.Runs.Select(run => new NameJson(run.RunId.Text, run.FilePath))]), McpJson.Default.NamesJson, cancellationToken: context.RequestAborted);
    }

    /// <summary>The newest runs whose id holds <c>?part=TEXT</c>, by id and file alone: no status is in it, so nothing was delivered.</summary>
    private static async Task MatchingAsync(HttpContext context)
    {
        if (context.Request.Query["part"] is not [{ Length: >= ShortestPart and <= LongestPart } part])
        {
            await context.SentenceAsync(StatusCodes.Status400BadRequest, $"part is a part of a run's id, of {ShortestPart} to {LongestPart} characters.");
            return;
        }

        var found = await context.RequestServices.GetRequiredService<IRunDirectory>().NamedAsync(
            Caller.Owner(context.User), part.ToLowerInvariant(), NewestNames, context.RequestAborted);
        await context.Response.WriteAsJsonAsync(
            new NamesJson([.. found.Select(run => new NameJson(run.RunId.Text, run.FilePath))]), McpJson.Default.NamesJson, cancellationToken: context.RequestAborted);
    }

    private static RunFilter? Filter(HttpContext context, out string? problem)
    {
        var query = context.Request.Query;
        var words = query["status"].SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)).ToList();
        var statuses = words.Select(RunTransitions.Parse).ToList();
        if (statuses.IndexOf(null) is var unknown and >= 0)
        {
            problem = $"status is \"{words[unknown]}\"; a run is {string.Join(", ", Enum.GetValues<RunStatus>().Select(status => status.Word()))}.";
            return null;
        }

        var limit = LongestPage;
        if (query["limit"] is [{ } text] && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= LongestPage))
        {
            problem = $"limit is \"{text}\"; it is a whole number from 1 to {LongestPage}.";
            return null;
        }

        problem = null;
        return new RunFilter
        {
            Owner = Caller.Owner(context.User),
            Statuses = statuses.Count > 0 ? [.. statuses.Select(status => status!.Value)] : null,
            Limit = limit,
            Cursor = query["cursor"] is [{ Length: > 0 } cursor] ? cursor : null,
        };
    }
}
