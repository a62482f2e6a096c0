using ModelContextProtocol;
using StataRuns.McpFrontend.Cli.Display;
using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Cli.Watching;

/// <summary>
/// Watches a run to its end through whatever happens to the service: the log from the byte where it stands, the state by
/// <c>stata_run_attach</c>. What breaks is connected again; only the offset and the last snapshot are carried over.
/// </summary>
/// <param name="access">The way to the service.</param>
/// <param name="display">Where it is shown.</param>
/// <param name="runId">The run.</param>
/// <param name="withLog">Its log is shown, too.</param>
internal sealed class RunWatch(ServiceAccess access, IRunDisplay display, string runId, bool withLog)
{
    /// <summary>So many connections in a row that bring nothing, and there is something wrong that patience does not heal.</summary>
    private const int MostFruitless = 5;

    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(10);

    /// <summary>At most so often the state is asked for when progress is told, and at least so often when it is not: the sign of life.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of the log that were shown.</summary>
    public long Offset { get; private set; }

    /// <summary>Watches until the run has ended and its log was shown whole.</summary>
    /// <param name="client">The first connection; it is disposed of.</param>
    /// <param name="detach">Lets go of the run.</param>
    /// <returns>The final snapshot.</returns>
    /// <exception cref="ServiceStoppedException">The service was stopped; the run goes on.</exception>
    /// <exception cref="CliException">The service cannot be reached any more.</exception>
    public async Task<SnapshotJson> UntilEndAsync(ServiceClient client, CancellationToken detach)
    {
        for (var fruitless = 0; ; fruitless++)
        {
            var before = Offset;
            try
            {
                await using (client)
                {
                    return await FollowAsync(client, detach);
                }
            }
            catch (Exception e) when (!detach.IsCancellationRequested && (ServiceLoss.Is(e) || e is ToolRefusedException or McpProtocolException)
                && (fruitless < MostFruitless || Offset > before))
            {
                // A service that is just starting may refuse what it will answer in a moment.
                fruitless = Offset > before ? 0 : fruitless;
                display.Say([new Piece(access.Lost, Tone.Warning)]);
            }

            client = await access.ReconnectAsync(detach);
            display.Say([new Piece("Connected again.", Tone.Good)]);
        }
    }

    private async Task<SnapshotJson> FollowAsync(ServiceClient client, CancellationToken detach)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(detach);
        using var news = new SemaphoreSlim(0, 1);
        var log = withLog ? CopyLogAsync(client, over.Token) : Task.CompletedTask;
        var end = AttachAsync(client, news, over.Token);
        var state = ShowStateAsync(client, news, over.Token);
        try
        {
            await UntilAsync(end, state, log);
            await UntilAsync(log, state);
            var final = await end;
            for (var before = -1L; withLog && Offset < final.Output.TotalBytes && Offset > before;)
            {
                // The stream ended in order with a service that was going; what is missing is asked for again.
                before = Offset;
                await CopyLogAsync(client, over.Token);
            }

            return final;
        }
        finally
        {
            await over.CancelAsync();
            await Task.WhenAll(log, end, state).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Waits for one task, and fails as soon as one beside it does.</summary>
    private static async Task UntilAsync(Task goal, params IReadOnlyList<Task> beside)
    {
        var open = beside.ToList();
        while (!goal.IsCompletedSuccessfully)
        {
            var first = await Task.WhenAny([goal, .. open]);
            await first;
            open.Remove(first);
        }
    }

    private async Task CopyLogAsync(ServiceClient client, CancellationToken cancellationToken)
    {
        await using var log = await client.Plain.OpenLogAsync(runId, Offset, follow: true, cancellationToken);
        var buffer = new byte[64 * 1024];
        while (await log.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            display.Log(buffer.AsSpan(0, count));
            Offset += count;
        }
    }

    /// <summary>Stays attached until the run has ended; a call that ends before is only renewed.</summary>
    private async Task<SnapshotJson> AttachAsync(ServiceClient client, SemaphoreSlim news, CancellationToken cancellationToken)
    {
        var progress = new Nudge(news);
        var arguments = new Dictionary<string, object?>
        {
            ["run_id"] = runId,
            ["wait"] = LongWait.TotalSeconds,
            ["output"] = "none",
        };
        while (true)
        {
            var run = await client.CallAsync("stata_run_attach", arguments, McpJson.Default.SnapshotJson, LongWait + AnswerPatience, cancellationToken, progress);
            display.Progress(run);
            if (RunState.IsFinal(run))
            {
                return run;
            }
        }
    }

    /// <summary>
    /// Progress notifications are taken as hints: what is shown is the state that is read then. Asked regularly, it is also
    /// the sign of life of a service that has nothing to tell, and a stopped one is found out within <see cref="AnswerPatience"/>.
    /// </summary>
    private async Task ShowStateAsync(ServiceClient client, SemaphoreSlim news, CancellationToken cancellationToken)
    {
        var arguments = new Dictionary<string, object?> { ["run_id"] = runId };
        while (true)
        {
            var run = await client.CallAsync("stata_run_status", arguments, McpJson.Default.SnapshotJson, AnswerPatience, cancellationToken);
            display.Progress(run);
            await Task.Delay(ShortestPause, cancellationToken);
            await news.WaitAsync(LongestPause, cancellationToken);
        }
    }

    /// <summary>Wakes the reader of the state; one waking is as good as many.</summary>
    private sealed class Nudge(SemaphoreSlim news) : IProgress<ProgressNotificationValue>
    {
        public void Report(ProgressNotificationValue value)
        {
            try
            {
                if (news.CurrentCount == 0)
                {
                    news.Release();
                }
            }
            catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
            {
                // Woken at the same moment by another notification, or too late: both are fine.
            }
        }
    }
}
