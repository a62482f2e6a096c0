using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.McpFrontend.Mcp.Snapshots;
using StataRuns.McpFrontend.Security;

namespace StataRuns.McpFrontend.Serve;

/// <summary>What is it, and please end.</summary>
internal static class ServiceEndpoints
{
    public static void MapServiceEndpoints(this WebApplication app)
    {
        app.MapGet("/service", async (HttpContext context) => await context.Response.WriteAsJsonAsync(
            await context.RequestServices.GetRequiredService<InfoReader>().ReadAsync(Caller.Owner(context.User)),
            McpJson.Default.InfoJson,
            cancellationToken: context.RequestAborted)).WithMetadata(EndpointAccess.Operator);
        app.MapPost("/service/stop", async (HttpContext context, IHostApplicationLifetime life) =>
        {
            await context.SentenceAsync(StatusCodes.Status202Accepted, "The service ends. Runs go on, and are found again by the next one.");
            await context.Response.CompleteAsync();
            life.StopApplication();
        }).WithMetadata(EndpointAccess.OperatorOnly);

        // The pattern takes every path: the default one leaves out those whose last part has a dot, as a run's id has.
        app.MapFallback("{*path}", (HttpContext context) => context.SentenceAsync(
            StatusCodes.Status404NotFound, "There is nothing here. MCP is at /mcp, a run's log at /runs/RUN_ID/log."));
    }
}
