using System.Globalization;
using StataRuns.McpFrontend.Following;
using StataRuns.McpFrontend.Mcp.Output;
using StataRuns.McpFrontend.Mcp.Snapshots;
using StataRuns.McpFrontend.Security;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Requests;

/// <summary>
/// Where in a log something begins: its last lines (<c>?tail=N</c>), or what was written since a time (<c>?since=TIME</c>);
/// of both, what is later. The bytes are read from there as from any other offset.
/// </summary>
internal static class LogPositionEndpoint
{
    private static readonly TimeSpan FirstNote = TimeSpan.FromSeconds(5);

    public static void MapLogPositions(this WebApplication app) => app.MapGet(
        "/runs/{runId}/log/position", (HttpContext context) => KeepingEndpoints.TryAsync(context, () => AnswerAsync(context)));

    private static async Task AnswerAsync(HttpContext context)
    {
        if (await RunEndpoints.FindAsync(context) is not { } run)
        {
            return;
        }

        var reader = context.RequestServices.GetRequiredService<LogReader>();
        try
        {
            var offset = 0L;
            if (context.Request.Query["since"] is [{ } text])
            {
                if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since))
                {
                    await context.SentenceAsync(StatusCodes.Status400BadRequest, $"since is \"{text}\"; it is a time, such as 2026-11-23T20:00:00Z.");
                    return;
                }

                if (await SinceAsync(context, run, since) is not { } known)
                {
                    await context.SentenceAsync(
                        StatusCodes.Status409Conflict, $"There are no times for the output of run {run.RunId}: an older version ran it, or it has no output yet.");
                    return;
                }

                offset = known;
            }

            if (context.Request.Query["tail"] is [{ } lines])
            {
                if (!long.TryParse(lines, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                {
                    await context.SentenceAsync(StatusCodes.Status400BadRequest, $"tail is \"{lines}\"; it is a number of lines.");
                    return;
                }

                offset = Math.Max(offset, await new LogTail(reader).StartAsync(run.RunId, count, context.RequestAborted));
            }

            var (total, isWhole) = await reader.ExtentAsync(run.RunId, context.RequestAborted);
            if (offset > 0)
            {
                // A position within a log is one within the user's part of it.
                offset = Math.Max(offset, (await WrapperLines.FindAsync(reader, run.RunId, total, context.RequestAborted)).Begin);
            }

            if (PartialLog.Is(run, isWhole))
            {
                await context.SentenceAsync(StatusCodes.Status503ServiceUnavailable, $"The position cannot be determined: {PartialLog.Words(run.RunId, total)}.");
                return;
            }

            await context.Response.WriteAsJsonAsync(
                new PositionJson(Math.Min(offset, total), total), McpJson.Default.PositionJson, cancellationToken: context.RequestAborted);
        }
        catch (LogUnavailable e)
        {
            await context.SentenceAsync(StatusCodes.Status503ServiceUnavailable, e.Message);
        }
    }

    /// <summary>Before the runner's first note there is nothing that one could have missed: all that there is, is new.</summary>
    private static async Task<long?> SinceAsync(HttpContext context, RunSnapshot run, DateTimeOffset since) =>
        await context.RequestServices.GetRequiredService<IRunGrains>().Run(run.RunId).OffsetSinceAsync(since)
            ?? (run.Usage.OutputBytes == 0 || since <= (run.StartedAt ?? run.SubmittedAt) + FirstNote ? 0 : null);
}
