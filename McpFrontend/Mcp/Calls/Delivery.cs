using StataRuns.McpFrontend.Following;
using StataRuns.Runner.Protocol;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Calls;

/// <summary>
/// Knows whether a final result reached its caller, and tells the run so. Only the HTTP request knows: a tool returns
/// before its result is written, and the SDK swallows what goes wrong while it writes. So the tool leaves the run's id
/// here, and the middleware around the endpoint marks it once the whole response was written and nobody hung up.
/// <para>
/// Kestrel is set to hold no response bytes back (<c>MaxResponseBufferSize</c> 0): a write that completed is in the
/// system's hands; <see cref="PeerAcknowledgement"/> then asks for the other side's. A process killed between the write
/// and the mark costs a repeated handing-over, and never a result.
/// </para>
/// </summary>
internal sealed partial class Delivery(RequestDelegate next, IRunGrains grains, TimeProvider time, ILogger<Delivery> logger)
{
    private static readonly object Key = new();

    /// <summary>The result of this request's call will be a run's final one.</summary>
    public static void Expect(HttpContext? request, RunId run)
    {
        if (request is not null)
        {
            request.Items[Key] = run;
        }
    }

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Items[Key] is not RunId run)
        {
            return;
        }

        // Flushes the last chunk too: a client that waits for it has not got its response before.
        await context.Response.CompleteAsync();
        if (context.Response.StatusCode != StatusCodes.Status200OK
            || !await PeerAcknowledgement.ArrivesAsync(context, time)
            || context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        FailPoint.Pass("gateway.answered");
        try
        {
            await grains.Run(run).HandedOverAsync();
        }
        catch (Exception e) when (PassingFailure.Is(e))
        {
            LogUnmarked(logger, run, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "That the result of run {RunId} was handed over could not be noted, so a repeated call will get it again: {Reason}")]
    private static partial void LogUnmarked(ILogger logger, RunId runId, string reason);
}
