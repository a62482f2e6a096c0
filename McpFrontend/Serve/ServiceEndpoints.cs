using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.McpFrontend.Mcp.Snapshots;
using StataRuns.McpFrontend.Security;

namespace StataRuns.McpFrontend.Serve;

/// <summary>Is it alive, is it ready, what is it, and please end.</summary>
internal static class ServiceEndpoints
{
    public static void MapServiceEndpoints(this WebApplication app)
    {
        app.MapGet("/health/live", () => "alive\n");
        // The server listens only once the silo has started, so whoever is answered at all is answered by a service that is ready.
        app.MapGet("/health/ready", (HttpContext context, IHostApplicationLifetime life) =>
            life.ApplicationStopping.IsCancellationRequested
                ? context.SentenceAsync(StatusCodes.Status503ServiceUnavailable, "ending")
                : context.SentenceAsync(StatusCodes.Status200OK, "ready"));
        app.MapGet("/service", async (HttpContext context) => await context.Response.WriteAsJsonAsync(
            await context.RequestServices.GetRequiredService<InfoReader>().ReadAsync(Caller.Owner(context.User)),
            McpJson.Default.InfoJson,
            cancellationToken: context.RequestAborted));
        app.MapPost("/service/stop", async (HttpContext context, IHostApplicationLifetime life) =>
        {
            await context.SentenceAsync(StatusCodes.Status202Accepted, "The service ends. Runs go on, and are found again by the next one.");
            await context.Response.CompleteAsync();
            life.StopApplication();
        });
        app.MapFallback((HttpContext context) => context.SentenceAsync(
            StatusCodes.Status404NotFound, "There is nothing here. MCP is at /mcp, a run's log at /runs/RUN_ID/log."));
    }
}
