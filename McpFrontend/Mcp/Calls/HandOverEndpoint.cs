using StataRuns.McpFrontend.Following;
using StataRuns.McpFrontend.Security;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Calls;

/// <summary>
/// <c>POST /runs/{run_id}/handed-over</c>: a relay's client has the run's final result. Of a client that calls by itself the
/// service sees that on its own (<see cref="Delivery"/>).
/// </summary>
internal static class HandOverEndpoint
{
    public static void MapHandOvers(this WebApplication app) => app.MapPost("/runs/{runId}/handed-over", async (HttpContext context, string runId) =>
    {
        if (!RunId.TryParse(runId, out var id)
            || await context.RequestServices.GetRequiredService<RunFinder>().FindAsync(id, Caller.Owner(context.User), context.RequestAborted) is not { } run)
        {
            await context.SentenceAsync(StatusCodes.Status404NotFound, "There is no such run.");
            return;
        }

        if (!run.Status.IsFinal())
        {
            await context.SentenceAsync(StatusCodes.Status409Conflict, "The run has not ended: it has no result yet.");
            return;
        }

        try
        {
            await context.RequestServices.GetRequiredService<IRunGrains>().Run(id).HandedOverAsync();
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (Exception e) when (PassingFailure.Is(e))
        {
            await context.SentenceAsync(StatusCodes.Status503ServiceUnavailable, $"That the result was delivered could not be noted now: {e.Message}");
        }
    });
}
