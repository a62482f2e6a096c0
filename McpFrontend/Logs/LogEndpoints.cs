using System.Globalization;
using StataRuns.McpFrontend.Following;
using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.McpFrontend.Mcp.Output;
using StataRuns.McpFrontend.Requests;
using StataRuns.McpFrontend.Security;
using StataRuns.Output;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Logs;

/// <summary>
/// A run's output over HTTP, byte for byte: a stretch of it (Range), or from an offset on until the run's end
/// (<c>?follow=1&amp;offset=N</c>).
/// </summary>
internal static class LogEndpoints
{
    private const string RetrySeconds = "5";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapLogs(this WebApplication app)
    {
        app.MapMethods("/runs/{runId}/log", Methods, (HttpContext context, string runId) => AnswerAsync(context, runId, OutputSource.Log))
            .WithMetadata(CarriesResults.Instance);
        app.MapMethods("/runs/{runId}/console", Methods, (HttpContext context, string runId) => AnswerAsync(context, runId, OutputSource.Console));
    }

    private static async Task AnswerAsync(HttpContext context, string runId, OutputSource source)
    {
        var services = context.RequestServices;
        var finder = services.GetRequiredService<RunFinder>();
        if (!RunId.TryParse(runId, out var id)
            || await finder.FindAsync(id, Caller.Owner(context.User), context.RequestAborted) is not { } run)
        {
            await RunEndpoints.NoSuchRunAsync(context, runId);
            return;
        }

        if (Offset(context.Request.Query) is not { } offset)
        {
            await context.SentenceAsync(StatusCodes.Status400BadRequest, "offset is a byte of the log: a whole number, not below 0.");
            return;
        }

        var bytes = services.GetRequiredService<LogBytes>();
        if (await bytes.ExtentAsync(id, source, context.RequestAborted) is not var (total, isWhole))
        {
            await context.SentenceAsync(StatusCodes.Status503ServiceUnavailable, "The log cannot be read now: its host does not answer. Try again.");
            return;
        }

        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.AcceptRanges = "bytes";
        context.Response.Headers.CacheControl = "no-store";
        var range = ByteRange.Parse(context.Request.Headers.Range, total);
        if (context.Request.Query["follow"] is ["1" or "true"])
        {
            if (await FollowAsync(context, bytes, id, source, range?.From ?? offset) && source is OutputSource.Log)
            {
                await NoteEndAsync(context, finder, id);
            }

            return;
        }

        var isPartial = PartialLog.Is(run, isWhole);
        if (isPartial && !(range is { } stretch && stretch.From < stretch.To && stretch.To < total))
        {
            // Only what lies wholly within the copy can be given. A range without an end, and the log as a whole, reach beyond it.
            context.Response.Headers.RetryAfter = RetrySeconds;
            await context.SentenceAsync(StatusCodes.Status503ServiceUnavailable, $"The log cannot be read to its end now: {PartialLog.Words(id, total)}. A range within those bytes can be read.");
            return;
        }

        if (source is OutputSource.Log && !isPartial && (range?.To ?? total) == total)
        {
            // The end of a finished run's log is its result. The run was asked for before the length: what is final does not grow. Said
            // before the last byte goes: its reader may call again at once, and that call is to wait for what is noted.
            Delivery.Begin(context, run);
        }

        if (await StretchAsync(context, bytes, id, source, range, Math.Min(offset, total), total, isPartial))
        {
            Delivery.Sent(context);
        }
    }

    /// <summary>A log was followed to its end. That this cannot be noted now takes nothing from its reader.</summary>
    private static async Task NoteEndAsync(HttpContext context, RunFinder finder, RunId id)
    {
        try
        {
            if (await finder.FindAsync(id, Caller.Owner(context.User), context.RequestAborted) is { } ended)
            {
                Delivery.Begin(context, ended);
                Delivery.Sent(context);
            }
        }
        catch (Exception e) when (PassingFailure.Is(e))
        {
            // A repeated call may get the result again.
        }
    }

    /// <summary>Copies a stretch.</summary>
    /// <returns>True if all of it was written.</returns>
    private static async Task<bool> StretchAsync(
        HttpContext context, LogBytes bytes, RunId id, OutputSource source, ByteRange? range, long offset, long total, bool isPartial)
    {
        var (from, to) = range is { } wanted ? (wanted.From, wanted.To) : (offset, total);
        if (range is not null)
        {
            if (from >= to)
            {
                context.Response.Headers.ContentRange = $"bytes */{total}";
                await context.SentenceAsync(StatusCodes.Status416RangeNotSatisfiable, $"The log has {total} bytes.");
                return false;
            }

            context.Response.StatusCode = StatusCodes.Status206PartialContent;
            context.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{to - 1}/{(isPartial ? "*" : total)}");
        }

        context.Response.ContentLength = to - from;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return false;
        }

        if (!await bytes.CopyAsync(id, source, from, to, context.Response.Body, context.RequestAborted))
        {
            // Fewer bytes than were promised: the reader must see that, not take them for all.
            context.Abort();
            return false;
        }

        return true;
    }

    /// <summary>Follows to the run's end.</summary>
    /// <returns>False if it was not reached.</returns>
    private static async Task<bool> FollowAsync(HttpContext context, LogBytes bytes, RunId id, OutputSource source, long from)
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return false;
        }

        await context.Response.StartAsync(context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        if (!await bytes.FollowAsync(id, source, from, context.Response.Body, context.RequestAborted))
        {
            context.Abort();
            return false;
        }

        return true;
    }

    private static long? Offset(IQueryCollection query) =>
        query["offset"] switch
        {
            [] => 0,
            [{ } text] when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var offset) => offset,
            _ => null,
        };
}
