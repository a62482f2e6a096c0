using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using StataRuns.McpFrontend.Security;

namespace StataRuns.McpFrontend.Serve;

/// <summary>A body that is too long, or is cut off, is answered with a sentence instead of an empty page or a broken pipe.</summary>
internal sealed partial class RefusedBodies(RequestDelegate next, ILogger<RefusedBodies> logger)
{
    /// <summary>The longest body that is read.</summary>
    public const long Longest = 4 * 1024 * 1024;

    // A client that is still writing hears nothing: a body up to this length is read and thrown away first.
    private const long LongestThrownAway = 64 * 1024 * 1024;

    private const string TooLong = "The request's body is too long: at most 4 MiB are read. Put what is longer into a file and pass its path.";

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            if (context.Request.ContentLength > Longest)
            {
                await ThrowAwayAsync(context);
                LogRefused(logger, context.Request.Method, StatusCodes.Status413PayloadTooLarge, "The body is too long.");
                await context.SentenceAsync(StatusCodes.Status413PayloadTooLarge, TooLong);
                return;
            }

            await next(context);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            LogRefused(logger, context.Request.Method, e.StatusCode, e.Message);
            await context.SentenceAsync(e.StatusCode, e.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? TooLong
                : string.Create(CultureInfo.InvariantCulture, $"The request cannot be read: {e.Message}"));
        }
    }

    private static async Task ThrowAwayAsync(HttpContext context)
    {
        if (context.Request.ContentLength <= LongestThrownAway
            && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = LongestThrownAway;
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A request was refused, {Method}, {Status}: {Reason}")]
    private static partial void LogRefused(ILogger logger, string method, int status, string reason);
}
