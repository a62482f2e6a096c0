using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using StataRuns.McpFrontend.Following;
using StataRuns.McpFrontend.Mcp.Arguments;
using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Mcp.Tools;

/// <summary><c>stata_run_status</c>: how a run stands, at once and without its log.</summary>
internal sealed class RunStatusTool(RunFinder finder, RunAnswer answer) : StataTool(Shape, [Parameters.RunId])
{
    private static Tool Shape => new()
    {
        Name = "stata_run_status",
        Title = "State of a run",
        Description = "State, progress, error and result files of one run, at once and without its log.",
        OutputSchema = OutputSchemas.Snapshot,
        Annotations = new() { ReadOnlyHint = true, DestructiveHint = false, IdempotentHint = true, OpenWorldHint = false },
    };

    protected override async Task<CallToolResult> CallAsync(
        CallArguments arguments, RequestContext<CallToolRequestParams> request, CancellationToken cancellation)
    {
        var id = RunIdOf(arguments);
        var run = await finder.FindAsync(id, Caller.Owner(request.User), cancellation);
        return run is null ? NoSuchRun(id) : answer.WithoutLog(run);
    }
}
