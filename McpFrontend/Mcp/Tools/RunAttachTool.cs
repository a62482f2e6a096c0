using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using StataRuns.McpFrontend.Following;
using StataRuns.McpFrontend.Mcp.Arguments;
using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Mcp.Tools;

/// <summary><c>stata_run_attach</c>: follows a run again, from any client of its owner, at any later time.</summary>
internal sealed class RunAttachTool(RunFinder finder, RunWaiting waiting) : StataTool(Shape, Table)
{
    private static readonly Parameter[] Table =
    [
        Parameters.RunId,
        Parameters.Wait,
        new("from_offset", ParameterKind.Whole) { Description = "First byte of the log to return; pass output.next_offset of the last answer to get only what is new", Default = "0" },
        Parameters.Output,
        Parameters.MaxOutputChars,
    ];

    private static Tool Shape => new()
    {
        Name = "stata_run_attach",
        Title = "Attach to a run",
        Description = "Wait for a run that was started before; returns its state and log. Call it again while status is queued, starting or running.",
        OutputSchema = OutputSchemas.Snapshot,
        Annotations = new() { ReadOnlyHint = true, DestructiveHint = false, IdempotentHint = true, OpenWorldHint = false },
    };

    protected override async Task<CallToolResult> CallAsync(
        CallArguments arguments, RequestContext<CallToolRequestParams> request, CancellationToken cancellation)
    {
        var id = RunIdOf(arguments);
        var run = await finder.FindAsync(id, Caller.Owner(request.User), cancellation);
        return run is null
            ? NoSuchRun(id)
            : await waiting.AnswerAsync(run, null, arguments, arguments.Whole("from_offset") ?? 0, request, cancellation);
    }
}
