using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using StataRuns.McpFrontend.Following;
using StataRuns.McpFrontend.Mcp.Arguments;
using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.McpFrontend.Mcp.Snapshots;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Tools;

/// <summary><c>stata_run_cancel</c>: stops a run and answers once its whole process tree is gone.</summary>
internal sealed class RunCancelTool(
    RunFinder finder, IRunGrains grains, CallFollowing following, RunAnswer answer, TimeProvider time, ILogger<RunCancelTool> logger)
    : StataTool(Shape, [Parameters.RunId])
{
    // A process tree that resists longer than this is worth a word before it is gone.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private static Tool Shape => new()
    {
        Name = "stata_run_cancel",
        Title = "Cancel a run",
        Description = "Stop a run and every process it started; returns once they have ended. The log so far is kept.",
        OutputSchema = OutputSchemas.Snapshot,
        Annotations = new() { ReadOnlyHint = false, DestructiveHint = true, IdempotentHint = true, OpenWorldHint = false },
    };

    protected override async Task<CallToolResult> CallAsync(
        CallArguments arguments, RequestContext<CallToolRequestParams> request, CancellationToken cancellation)
    {
        var id = RunIdOf(arguments);
        if (await finder.FindAsync(id, Caller.Owner(request.User), cancellation) is null)
        {
            return NoSuchRun(id);
        }

        if (await grains.Run(id).CancelAsync() is not { } run)
        {
            return NoSuchRun(id);
        }

        var progress = new ProgressSender(request.Server, request.Params?.ProgressToken, time, logger);
        if (run.Status is not RunStatus.Queued)
        {
            // A waiting run is over at once, or its end cannot be written now: it says so, and there is nothing to wait for.
            run = await following.UntilEndAsync(run, LongestWait, progress, cancellation);
        }

        return answer.WithoutLog(run);
    }
}
