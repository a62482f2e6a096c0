using System.Globalization;
using StataRuns.McpFrontend.Security;

namespace StataRuns.McpFrontend.Serve;

/// <summary>A body that is too long, or is cut off, is answered with a sentence instead of an empty page.</summary>
internal sealed class RefusedBodies(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await context.SentenceAsync(e.StatusCode, e.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? "The request's body is too long: at most 4 MiB are read. Put what is longer into a file and pass its path."
                : string.Create(CultureInfo.InvariantCulture, $"The request cannot be read: {e.Message}"));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked has hung up: nobody is there to be answered.
        }
    }
}
