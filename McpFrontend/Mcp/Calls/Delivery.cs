using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using StataRuns.McpFrontend.Following;
using StataRuns.McpFrontend.Serve;
using StataRuns.Runner.Protocol;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Calls;

/// <summary>
/// Knows whether an answer with a run's final status was delivered, and marks the run: a result that its owner has got is never
/// delivered to a repeated call again. Every endpoint whose answers may hold a final status carries <see cref="CarriesResults"/>;
/// what answers it says which runs are in the answer (<see cref="Expect"/>), and this middleware, once the endpoint is done, asks
/// whether the other side took it.
/// <para>
/// An MCP answer is written by the SDK after its tool returned, and the SDK keeps to itself what goes wrong then: the filter on
/// outgoing messages (<see cref="Watch"/>) sees the answer itself on its way. Of a plain answer the endpoint says so before it writes.
/// Kestrel is set to hold no response bytes back (<c>MaxResponseBufferSize</c> 0): when the endpoint is done they are in the
/// system's hands. A process killed between the write and the mark costs a repeated delivery, and never a result.
/// </para>
/// A relay has an answer long before its client: it is told in the answer which runs are in it, and says when its client has read
/// them (<see cref="HandOverEndpoint"/>).
/// </summary>
internal sealed partial class Delivery(
    RequestDelegate next, IRunGrains grains, OpenDeliveries open, ServiceSettings settings, TimeProvider time, ILogger<Delivery> logger)
{
    /// <summary>In the <c>_meta</c> of a relayed answer: the ids of the runs whose final status is in it.</summary>
    public const string FinalRuns = "stataruns/final_runs";

    private static readonly object Key = new();

    private static readonly ParallelOptions MarkingAtOnce = new() { MaxDegreeOfParallelism = 8 };

    /// <summary>An answer with these runs is about to be made; those that are not final are nothing to deliver.</summary>
    /// <param name="request">The request; null if it is over.</param>
    /// <param name="runs">The runs as they are in the answer.</param>
    /// <param name="atLeastBytes">The answer has at least so many bytes.</param>
    public static void Expect(HttpContext? request, IEnumerable<RunSnapshot> runs, int atLeastBytes)
    {
        (request?.Items[Key] as Parcel)?.Add(runs, atLeastBytes);
    }

    /// <summary>The same, of a tool's result.</summary>
    public static void Expect(HttpContext? request, IEnumerable<RunSnapshot> runs, CallToolResult result)
    {
        // Its text stands in the response twice, and no character takes less than a byte.
        var text = result.Content.OfType<TextContentBlock>().Sum(block => block.Text.Length);
        Expect(request, runs, 2 * text);
    }

    /// <summary>The same, of a plain answer that is written next: all of it is to be acknowledged.</summary>
    public static void Begin(HttpContext request, params IEnumerable<RunSnapshot> runs)
    {
        if (request.Items[Key] is Parcel parcel)
        {
            parcel.Add(runs, 0);
            parcel.Begin(request);
        }
    }

    /// <summary>A plain answer was written to its end.</summary>
    public static void Sent(HttpContext request) => (request.Items[Key] as Parcel)?.Sent();

    /// <summary>Sees the answer on its way: an error that the SDK puts in its place is none of ours.</summary>
    public static McpMessageHandler Watch(McpMessageHandler next) => (message, cancellation) =>
    {
        if (message.JsonRpcMessage is JsonRpcResponse answer
            && message.Services?.GetService<IHttpContextAccessor>()?.HttpContext is { } request
            && request.Items[Key] is Parcel { Runs: { Count: > 0 } runs } parcel)
        {
            if (RelayedCall.Of(request) is null)
            {
                parcel.Send(request);
            }
            else if (answer.Result is JsonObject result)
            {
                if (result["_meta"] is not JsonObject meta)
                {
                    result["_meta"] = meta = [];
                }

                meta[FinalRuns] = new JsonArray([.. runs.Select(run => JsonValue.Create(run.Text))]);
            }
        }

        return next(message, cancellation);
    };

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<CarriesResults>() is null)
        {
            await next(context);
            return;
        }

        using var parcel = new Parcel(open, settings.TrustProxy is not null, time);
        context.Items[Key] = parcel;
        var isWhole = false;
        try
        {
            await next(context);
            isWhole = true;
        }
        finally
        {
            // A client of MCP may hang up right behind its result, and the endpoint fail of it: the result has arrived all the same.
            if (parcel.IsOnItsWay && await parcel.ArrivedAsync(context, isWhole))
            {
                // A list has many of them. Each is over as soon as it is noted: whoever asks for it again waits no longer.
                await Parallel.ForEachAsync(parcel.Runs, MarkingAtOnce, async (run, _) =>
                {
                    await MarkAsync(run);
                    parcel.End(run);
                });
            }
        }
    }

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

    [LoggerMessage(Level = LogLevel.Warning, Message = "That the result of run {RunId} was delivered could not be noted, so a repeated call may get it again: {Reason}")]
    private static partial void LogUnmarked(ILogger logger, RunId runId, string reason);
}

/// <summary>Marks an endpoint whose answers may hold the final status of runs.</summary>
internal sealed record CarriesResults
{
    /// <summary>The one mark.</summary>
    public static CarriesResults Instance { get; } = new();
}
