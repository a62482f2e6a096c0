using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.McpFrontend.Mcp.Output;
using StataRuns.McpFrontend.Mcp.Snapshots;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Resources;

/// <summary><c>resources/read</c>: a run's snapshot, its log, or one of its graphs.</summary>
internal sealed class ResourceReader(LogExcerpt logs, GraphReader graphs, IHttpContextAccessor http, TimeProvider time)
{
    public async ValueTask<ReadResourceResult> ReadAsync(RequestContext<ReadResourceRequestParams> request, CancellationToken cancellation)
    {
        var found = FoundResource.Of(request)
            ?? throw new InvalidOperationException("A resource was read that was not looked for: a fault of the composition.");
        var (text, mimeType) = await ContentAsync(found, cancellation);
        var result = new ReadResourceResult
        {
            Contents = [new TextResourceContents { Uri = request.Params!.Uri!, MimeType = mimeType, Text = text }],
        };
        if (found.What.Part is not RunPart.Graph)
        {
            Delivery.Expect(http.HttpContext, [found.Run], text.Length);
        }

        return Freshness.OfRun(result, found.Run, request);
    }

    private async Task<(string Text, string MimeType)> ContentAsync(FoundResource found, CancellationToken cancellation)
    {
        try
        {
            return found switch
            {
                { Graph: { } graph } => (await graphs.ReadAsync(found.Run.RunId, graph, cancellation), RunGraph.MediaType),
                { What.Part: RunPart.Log } => (await logs.ReadAsync(found.Run, cancellation), "text/plain"),
                _ => (Snapshot(found.Run), "application/json"),
            };
        }
        catch (Exception e) when (e is LogUnavailable or GraphUnavailable)
        {
            throw new McpProtocolException(e.Message, McpErrorCode.InternalError);
        }
    }

    private string Snapshot(RunSnapshot run)
    {
        var now = time.GetUtcNow();
        return JsonSerializer.Serialize(SnapshotJson.Of(run, now) with { Text = HeadLine.Of(run, null, now) }, McpJson.Default.SnapshotJson);
    }
}
