using System.Text.Json;
using ModelContextProtocol.Protocol;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Mcp.Output;
using StataRuns.McpFrontend.Mcp.Snapshots;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Calls;

/// <summary>What a caller wants to read of a run.</summary>
/// <param name="Mode">How much of the log.</param>
/// <param name="From">From which byte of the raw log on.</param>
/// <param name="MaxChars">At most so many characters of it.</param>
internal sealed record LogWish(OutputMode Mode, long From, int MaxChars);

/// <summary>
/// Makes a tool's result of a run: the snapshot, and the same text in it and beside it. A final status in it is a delivery, in
/// whichever tool.
/// </summary>
internal sealed class RunAnswer(LogTextReader logs, IHttpContextAccessor http, TimeProvider time)
{
    /// <summary>The snapshot with its log.</summary>
    /// <param name="run">The run.</param>
    /// <param name="how">How the call came to this run; null where that is no question.</param>
    /// <param name="wish">What to read of the log.</param>
    /// <param name="failureIsError">Is a run that failed an error of this tool? Of those that run or attach, it is.</param>
    /// <param name="cancellation">The call's own token.</param>
    public async Task<CallToolResult> WithLogAsync(
        RunSnapshot run, SubmitOutcome? how, LogWish wish, bool failureIsError, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var head = HeadLine.Of(run, how, now);
        var json = SnapshotJson.Of(run, now) with { Attached = how is SubmitOutcome.Joined };
        try
        {
            var log = await logs.ReadAsync(run.RunId, wish.Mode, wish.From, wish.MaxChars, cancellation);
            var isPartial = PartialLog.Is(run, log.IsWhole);
            var text = log.Text.Length == 0 ? head : $"{head}\n\n{log.Text.TrimEnd('\n')}{Rest(run, log, wish)}";
            json = json with
            {
                Text = isPartial ? $"{text}\n[{PartialLog.Words(run.RunId, log.TotalBytes)}]" : text,
                Output = new OutputJson(log.Offset, log.NextOffset, log.TotalBytes, log.Truncated || isPartial),
            };
        }
        catch (LogUnavailable e)
        {
            // How the run stands is worth more than an error about its log.
            json = json with { Text = $"{head}\n\n[{e.Message}]" };
        }

        return Result(run, json, failureIsError && run.Status is (RunStatus.Failed or RunStatus.TimedOut or RunStatus.Lost));
    }

    /// <summary>The snapshot alone.</summary>
    public CallToolResult WithoutLog(RunSnapshot run)
    {
        var now = time.GetUtcNow();
        return Result(run, SnapshotJson.Of(run, now) with { Text = HeadLine.Of(run, null, now) }, isError: false);
    }

    private static string Rest(RunSnapshot run, LogText log, LogWish wish) =>
        wish.Mode is OutputMode.Full && log.Truncated
            ? $"\n[the log goes on: {log.TotalBytes - log.NextOffset:N0} more bytes; call stata_run_output with run_id {run.RunId}, offset {log.NextOffset}]"
            : "";

    private CallToolResult Result(RunSnapshot run, SnapshotJson json, bool isError)
    {
        var result = new CallToolResult
        {
            Content = [new TextContentBlock { Text = json.Text! }],
            StructuredContent = JsonSerializer.SerializeToElement(json, McpJson.Default.SnapshotJson),
            IsError = isError,
        };
        Delivery.Expect(http.HttpContext, [run], result);
        return result;
    }
}
