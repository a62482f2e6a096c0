using StataRuns.McpFrontend.Security;

namespace StataRuns.McpFrontend.Serve;

/// <summary>
/// A gateway listens before it has found a silo, so that it can be asked what it waits for. Everything else is answered, until
/// then, with the word to come back.
/// </summary>
internal static class StillStarting
{
    private const string RetrySeconds = "2";

    public static async Task RefuseAsync(HttpContext context, RequestDelegate next)
    {
        var life = context.RequestServices.GetRequiredService<IHostApplicationLifetime>();
        if (life.ApplicationStarted.IsCancellationRequested || EndpointAccess.Of(context).IsOpen)
        {
            await next(context);
            return;
        }

        context.Response.Headers.RetryAfter = RetrySeconds;
        await context.SentenceAsync(
            StatusCodes.Status503ServiceUnavailable, "The service is starting: it waits for a silo of its cluster. Runs go on meanwhile; try again in a moment.");
    }
}
