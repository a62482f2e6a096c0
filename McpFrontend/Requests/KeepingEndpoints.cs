using StataRuns.Hosts;
using StataRuns.McpFrontend.Following;
using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.McpFrontend.Mcp.Snapshots;
using StataRuns.McpFrontend.Security;
using StataRuns.McpFrontend.Serve;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Requests;

/// <summary>What stays and what goes: keep a run, delete it, keep a text that is to be run.</summary>
internal static class KeepingEndpoints
{
    public static void MapKeeping(this WebApplication app)
    {
        app.MapPut("/runs/{runId}/kept", (HttpContext context) => TryAsync(context, () => KeepAsync(context, keep: true))).WithMetadata(CarriesResults.Instance);
        app.MapDelete("/runs/{runId}/kept", (HttpContext context) => TryAsync(context, () => KeepAsync(context, keep: false))).WithMetadata(CarriesResults.Instance);
        app.MapDelete("/runs/{runId}", (HttpContext context) => TryAsync(context, () => DeleteAsync(context)));
        app.MapPost("/standard-input", (HttpContext context) => TryAsync(context, () => StoreAsync(context)));
    }

    /// <summary>A full disk or a host that does not answer is a sentence too.</summary>
    public static async Task TryAsync(HttpContext context, Func<Task> answerAsync)
    {
        try
        {
            await answerAsync();
        }
        catch (Exception e) when (PassingFailure.Is(e) && e is not BadHttpRequestException && !context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            await context.SentenceAsync(StatusCodes.Status503ServiceUnavailable, $"This could not be done now: {e.Message} Try again.");
        }
    }

    private static async Task KeepAsync(HttpContext context, bool keep)
    {
        if (await RunEndpoints.FindAsync(context) is not { } run)
        {
            return;
        }

        var grains = context.RequestServices.GetRequiredService<IRunGrains>();
        if (await grains.Run(run.RunId).KeepAsync(keep) is { } kept)
        {
            await RunEndpoints.SnapshotAsync(context, kept);
        }
        else
        {
            await RunEndpoints.NoSuchRunAsync(context, run.RunId.Text);
        }
    }

    /// <summary>Answers with the snapshot of the run as it was.</summary>
    private static async Task DeleteAsync(HttpContext context)
    {
        if (await RunEndpoints.FindAsync(context) is not { } run)
        {
            return;
        }

        var grains = context.RequestServices.GetRequiredService<IRunGrains>();
        switch (await grains.Run(run.RunId).DeleteAsync(evenIfKept: true))
        {
            case DeleteOutcome.Deleted or DeleteOutcome.DeletedNotCleared:
                await RunEndpoints.SnapshotAsync(context, run);
                break;
            case DeleteOutcome.NotOver:
                await context.SentenceAsync(
                    StatusCodes.Status409Conflict, $"Run {run.RunId} is {run.Status.Word()}: only a run that has ended can be deleted. Cancel it first, or wait for its end.");
                break;
            default:
                await RunEndpoints.NoSuchRunAsync(context, run.RunId.Text);
                break;
        }
    }

    /// <summary>Keeps the body as a do-file and answers with its path.</summary>
    private static async Task StoreAsync(HttpContext context)
    {
        var settings = context.RequestServices.GetRequiredService<ServiceSettings>();
        if (settings.Host.AllowedPaths.Count > 0)
        {
            await context.SentenceAsync(
                StatusCodes.Status403Forbidden, "Do-files may be run from the folders of StataRuns:Paths:Allowed only, and standard input is in none of them.");
            return;
        }

        if (context.RequestServices.GetService<StandardInputFolder>() is not { } folder)
        {
            await context.SentenceAsync(
                StatusCodes.Status501NotImplemented, "In a cluster do-files lie on the hosts: write the text to a file that a host can read, and run that.");
            return;
        }

        using var text = await ReceivedBody.ReceiveAsync(context);
        if (text.Bytes.IsEmpty)
        {
            await context.SentenceAsync(StatusCodes.Status400BadRequest, "The text is empty: there is nothing to run.");
            return;
        }

        var path = folder.Keep(text.Bytes);
        await context.Response.WriteAsJsonAsync(new StoredJson(path), McpJson.Default.StoredJson, cancellationToken: context.RequestAborted);
    }
}
