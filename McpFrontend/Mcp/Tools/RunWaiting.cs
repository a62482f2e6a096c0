using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Mcp.Arguments;
using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Tools;

/// <summary>What the tools that run and attach have in common: wait, send progress, answer.</summary>
internal sealed class RunWaiting(
    CallFollowing following, RunAnswer answer, Waits waits, IHttpContextAccessor http, IHostApplicationLifetime life, TimeProvider time, ILogger<RunWaiting> logger)
{
    /// <summary>Follows a run for a call and answers with how it stands at the end.</summary>
    public async Task<CallToolResult> AnswerAsync(
        RunSnapshot run,
        SubmitOutcome? how,
        CallArguments arguments,
        long from,
        RequestContext<CallToolRequestParams> request,
        CancellationToken cancellation)
    {
        var token = request.Params?.ProgressToken;
        var client = request.JsonRpcRequest.Context?.ClientInfo ?? request.Server.ClientInfo;
        var asked = arguments.Number(Parameters.Wait.Name);
        var relayed = RelayedCall.Of(http.HttpContext);
        var wait = waits.For(asked, client, token is not null && relayed is not { IsQuiet: true });
        if (asked is null && relayed is not null)
        {
            wait -= relayed.Elapsed;
        }

        var progress = new ProgressSender(request.Server, token, time, logger);

        run = await following.UntilEndAsync(run, wait, progress, cancellation);
        if (relayed is not null && !run.Status.IsFinal() && life.ApplicationStopping.IsCancellationRequested)
        {
            // Its client would take "running" for the end of its wait. A relay that loses the connection asks the next service.
            http.HttpContext?.Abort();
            throw new OperationCanceledException("The service ends; the relay follows the run again.");
        }

        return await answer.WithLogAsync(run, how, Parameters.LogWish(arguments, from), failureIsError: true, cancellation);
    }
}
