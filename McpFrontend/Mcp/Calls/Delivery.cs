using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using StataRuns.McpFrontend.Following;
using StataRuns.Runner.Protocol;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Calls;

/// <summary>
/// Knows whether a final result reached its caller, and tells the run so. A tool returns before its result is written, and
/// the SDK keeps to itself what goes wrong while it writes, so three places have to agree:
/// <list type="number">
/// <item>the tool leaves the run's id with the HTTP request (<see cref="Expect"/>);</item>
/// <item>the filter on outgoing messages sees the response itself on its way, and begins to watch the connection;</item>
/// <item>the middleware, once the endpoint is done, asks whether the other side took the response.</item>
/// </list>
/// Kestrel is set to hold no response bytes back (<c>MaxResponseBufferSize</c> 0): when the endpoint is done they are in the
/// system's hands. A process killed between the write and the mark costs a repeated handing-over, and never a result.
/// </summary>
internal sealed partial class Delivery(
    RequestDelegate next, IRunGrains grains, OpenDeliveries open, TimeProvider time, ILogger<Delivery> logger)
{
    private static readonly object Key = new();

    /// <summary>The result of this request's call will be a run's final one.</summary>
    /// <param name="request">The request; null if it is over.</param>
    /// <param name="run">The run.</param>
    /// <param name="result">The result.</param>
    public static void Expect(HttpContext? request, RunId run, CallToolResult result)
    {
        // Its text stands in the response twice, and no character takes less than a byte.
        var text = result.Content.OfType<TextContentBlock>().Sum(block => block.Text.Length);
        Of(request)?.Fill(run, 2 * text);
    }

    /// <summary>Sees the response on its way: an error that the SDK puts in its place is none of ours.</summary>
    public static McpMessageHandler Watch(McpMessageHandler next) => (message, cancellation) =>
    {
        if (message.JsonRpcMessage is JsonRpcResponse
            && message.Services?.GetService<IHttpContextAccessor>()?.HttpContext is { } request)
        {
            Of(request)?.Send(request);
        }

        return next(message, cancellation);
    };

    public async Task InvokeAsync(HttpContext context)
    {
        using var parcel = new Parcel(open);
        context.Items[Key] = parcel;
        try
        {
            await next(context);
        }
        finally
        {
            if (await parcel.ArrivedAsync(context, time) is { } run)
            {
                await MarkAsync(run);
            }
        }
    }

    private static Parcel? Of(HttpContext? request) => request?.Items[Key] as Parcel;

    private async Task MarkAsync(RunId run)
    {
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
