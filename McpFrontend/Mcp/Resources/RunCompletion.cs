using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using StataRuns.McpFrontend.Following;
using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.Runs;
using StataRuns.Storage;

namespace StataRuns.McpFrontend.Mcp.Resources;

/// <summary><c>completion/complete</c>: run ids, newest first, and the names of a run's graphs, for the templates' places.</summary>
internal sealed class RunCompletion(IRunDirectory directory, RunFinder finder)
{
    // The protocol allows no more in an answer.
    private const int Most = 100;

    private static readonly string[] Templates = [RunResource.SnapshotTemplate, RunResource.LogTemplate, RunResource.GraphTemplate];

    public async ValueTask<CompleteResult> CompleteAsync(RequestContext<CompleteRequestParams> request, CancellationToken cancellation)
    {
        if (request.Params is not { Ref: ResourceTemplateReference { Uri: { } template }, Argument: { } argument } || !Templates.Contains(template))
        {
            return new CompleteResult();
        }

        var owner = Caller.Owner(request.User);
        var begun = argument.Value ?? "";
        return argument.Name switch
        {
            "run_id" => await RunIdsAsync(owner, begun, cancellation),
            "name" => await GraphNamesAsync(request.Params.Context?.Arguments, owner, begun, cancellation),
            _ => new CompleteResult(),
        };
    }

    private async Task<CompleteResult> RunIdsAsync(string owner, string begun, CancellationToken cancellation)
    {
        var newest = await directory.ListAsync(new RunFilter { Owner = owner, Limit = ResourceList.MostRuns }, cancellation);
        return Result(
            [.. newest.Runs.Select(run => run.RunId.Text).Where(id => id.StartsWith(begun, StringComparison.OrdinalIgnoreCase))],
            isWhole: newest.NextCursor is null);
    }

    private async Task<CompleteResult> GraphNamesAsync(
        IDictionary<string, string>? chosen, string owner, string begun, CancellationToken cancellation) =>
        chosen?.TryGetValue("run_id", out var text) == true
            && RunId.TryParse(text, out var id)
            && await finder.FindAsync(id, owner, cancellation) is { } run
                ? Result([.. run.Graphs.Select(graph => graph.Name).Where(name => name.StartsWith(begun, StringComparison.Ordinal))], isWhole: true)
                : new CompleteResult();

    private static CompleteResult Result(List<string> values, bool isWhole) => new()
    {
        Completion = new Completion
        {
            Values = [.. values.Take(Most)],
            Total = isWhole ? values.Count : null,
            HasMore = !isWhole || values.Count > Most,
        },
    };
}
