using System.Data.Common;
using System.Globalization;
using Orleans.Runtime;
using StataRuns.McpFrontend.Mcp.Arguments;
using StataRuns.McpFrontend.Mcp.Messages;
using StataRuns.McpFrontend.Security;

namespace StataRuns.McpFrontend.Serve;

/// <summary>
/// The last word on every request: whatever an endpoint throws becomes a readable answer and one line of log, with the stack at debug
/// level, and an error without a body gets one. Without it the server answers with an empty page and writes the stack for each.
/// </summary>
internal sealed partial class FailedRequests(RequestDelegate next, ILogger<FailedRequests> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return; // the caller has hung up
        }
#pragma warning disable CA1031 // Every kind of exception ends here; beyond is only the server.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await AnswerAsync(context, e);
            return;
        }

        if (context.Response is { HasStarted: false, StatusCode: >= StatusCodes.Status400BadRequest, ContentType: null, ContentLength: null })
        {
            var (method, path) = (context.Request.Method, Shown.Name(context.Request.Path.Value ?? "/"));
            await context.SentenceAsync(
                context.Response.StatusCode,
                string.Create(CultureInfo.InvariantCulture, $"{method} {path} is answered with {context.Response.StatusCode}{Phrase(context.Response.StatusCode)}."));
        }
    }

    private async Task AnswerAsync(HttpContext context, Exception failure)
    {
        var (request, response) = (context.Request, context.Response);
        var path = Shown.Name(request.Path.Value ?? "/");
        LogFailed(logger, request.Method, path, context.TraceIdentifier, failure.GetType().Name, failure.Message);
        LogStack(logger, context.TraceIdentifier, failure);
        if (response.HasStarted)
        {
            // Half an answer must not look like a whole one.
            context.Abort();
            return;
        }

        response.Clear();
        var (status, sentence) = IsPassing(failure)
            ? (StatusCodes.Status503ServiceUnavailable, $"This could not be done now: {failure.Message.TrimEnd('.')}. Runs go on by themselves; try again.")
            : (StatusCodes.Status500InternalServerError, $"The service failed at this request because of an internal error: see service.log, {context.TraceIdentifier}. Runs go on by themselves.");
        if (MessageCheck.Of(context) is { } message)
        {
            await context.JsonRpcErrorAsync(status, message.Id, (int)ModelContextProtocol.McpErrorCode.InternalError, sentence);
        }
        else
        {
            await context.SentenceAsync(status, sentence);
        }
    }

    /// <summary>A silo or a database that does not answer: no fault of the request, nor of this program.</summary>
    private static bool IsPassing(Exception failure) => failure is OrleansException or TimeoutException or DbException;

    private static string Phrase(int status) =>
        Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } phrase ? $" ({phrase})" : "";

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Path} failed ({Request}): {Kind}: {Reason}")]
    private static partial void LogFailed(ILogger logger, string method, string path, string request, string kind, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A request failed ({Request})")]
    private static partial void LogStack(ILogger logger, string request, Exception failure);
}
