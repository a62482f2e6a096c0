using System.Globalization;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using StataRuns.McpFrontend.Following;
using StataRuns.McpFrontend.Mcp.Arguments;
using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.McpFrontend.Mcp.Snapshots;
using StataRuns.Runs;
using StataRuns.Storage;

namespace StataRuns.McpFrontend.Mcp.Resources;

/// <summary>
/// <c>resources/list</c>: the newest runs of the one who asks, each with its log and its graphs. Clients read such a list to
/// its end and show it to people, so that it has one; older runs are found by <c>stata_run_list</c> and by the templates.
/// </summary>
internal sealed class ResourceList(RunFinder finder, TimeProvider time)
{
    /// <summary>Runs of a page.</summary>
    public const int PageRuns = 25;

    /// <summary>Runs of all pages.</summary>
    public const int MostRuns = 200;

    private static readonly ResourceTemplate[] Templates =
    [
        new()
        {
            Name = "run",
            Title = "A run",
            UriTemplate = RunResource.SnapshotTemplate,
            Description = "State, progress and result of a run, as stata_run_status returns them.",
            MimeType = "application/json",
        },
        new()
        {
            Name = "log",
            Title = "A run's log",
            UriTemplate = RunResource.LogTemplate,
            Description = LogExcerpt.Description,
            MimeType = "text/plain",
        },
        new()
        {
            Name = "graph",
            Title = "A run's graph",
            UriTemplate = RunResource.GraphTemplate,
            Description = "A graph of a run, as SVG; the run's snapshot lists them.",
            MimeType = RunGraph.MediaType,
        },
    ];

    public async ValueTask<ListResourcesResult> ListAsync(RequestContext<ListResourcesRequestParams> request, CancellationToken cancellation)
    {
        var (seen, cursor) = ReadCursor(request.Params?.Cursor);
        RunList page;
        try
        {
            page = await finder.ListAsync(
                new RunFilter { Owner = Caller.Owner(request.User), Limit = Math.Min(PageRuns, MostRuns - seen), Cursor = cursor }, cancellation);
        }
        catch (FormatException)
        {
            throw NoCursor(request.Params?.Cursor);
        }
        catch (Exception e) when (PassingFailure.Is(e) && !cancellation.IsCancellationRequested)
        {
            throw new McpProtocolException($"The runs could not be listed now ({e.Message}). Try again.", McpErrorCode.InternalError);
        }

        seen += page.Runs.Count;
        var now = time.GetUtcNow();
        var result = new ListResourcesResult
        {
            Resources = [.. page.Runs.SelectMany(run => Of(run, now))],
            NextCursor = page.NextCursor is { } next && seen < MostRuns ? string.Create(CultureInfo.InvariantCulture, $"{seen}:{next}") : null,
        };
        return Freshness.OfMoment(result, request);
    }

    public static ValueTask<ListResourceTemplatesResult> ListTemplatesAsync(
        RequestContext<ListResourceTemplatesRequestParams> request, CancellationToken cancellation) =>
        new(Freshness.OfProgram(new ListResourceTemplatesResult { ResourceTemplates = [.. Templates] }, request));

    private static IEnumerable<Resource> Of(RunSnapshot run, DateTimeOffset now)
    {
        // Clients read this list at every start, unasked: were a final status in it, the result would count as delivered.
        var isNews = run.Status.IsFinal() && !run.WasDelivered;
        var file = Path.GetFileName(run.FilePath);
        var changed = new Annotations { LastModified = run.FinishedAt ?? run.StartedAt ?? run.SubmittedAt };
        yield return new()
        {
            Uri = RunResource.OfSnapshot(run.RunId),
            Name = run.RunId.Text,
            Title = $"{file} · {(isNews ? "ended" : run.Status.Word())}",
            Description = isNews ? $"run {run.RunId} of {run.FilePath} has ended; its result was not read yet" : HeadLine.Of(run, null, now),
            MimeType = "application/json",
            Annotations = changed,
        };
        yield return new()
        {
            Uri = RunResource.OfLog(run.RunId),
            Name = $"{run.RunId}/log",
            Title = $"{file} · log",
            Description = $"The log of {run.FilePath}",
            MimeType = "text/plain",
            Size = run.Usage.OutputBytes,
            Annotations = changed,
        };
        foreach (var graph in run.Graphs)
        {
            yield return new()
            {
                Uri = RunResource.OfGraph(run.RunId, graph.Name),
                Name = $"{run.RunId}/graphs/{graph.Name}",
                Title = $"{file} · graph {graph.Name}",
                Description = $"The graph {graph.Name} of {run.FilePath}",
                MimeType = RunGraph.MediaType,
                Size = graph.Bytes,
                Annotations = changed,
            };
        }
    }

    /// <summary>How many runs were listed before, and where their list goes on.</summary>
    private static (int Seen, string? Cursor) ReadCursor(string? cursor)
    {
        if (cursor is null)
        {
            return (0, null);
        }

        var colon = cursor.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            && int.TryParse(cursor.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var seen)
            && seen < MostRuns
                ? (seen, cursor[(colon + 1)..])
                : throw NoCursor(cursor);
    }

    private static McpProtocolException NoCursor(string? cursor) =>
        new($"cursor {Shown.Name(cursor ?? "")} is not valid: take nextCursor of the page before, or leave it out for the newest runs.", McpErrorCode.InvalidParams);
}
