using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Cli.Display;
using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Cli.Watching;

/// <summary>
/// Copies a run's log from a byte on, and goes on through whatever happens to the service. It needs plain requests only: who
/// reads a log has no use for progress.
/// </summary>
/// <param name="access">The way to the service.</param>
/// <param name="display">Where the bytes go.</param>
/// <param name="runId">The run.</param>
/// <param name="offset">The first byte.</param>
internal sealed class LogCopy(ServiceAccess access, IRunDisplay display, string runId, long offset)
{
    private const int MostFruitless = 5;

    /// <summary>How often a service that has nothing to tell is asked whether it is there.</summary>
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(5);

    private long _offset = offset;

    /// <summary>Copies what is there now.</summary>
    public async Task OnceAsync(ServiceHttp plain, CancellationToken cancellationToken) =>
        await CopyAsync(plain, follow: false, cancellationToken);

    /// <summary>Copies until the run has ended.</summary>
    /// <param name="plain">The first way to the service; it is disposed of.</param>
    /// <param name="cancellationToken">Ends the copying, never the run.</param>
    /// <exception cref="ServiceStoppedException">The service was stopped; the run goes on.</exception>
    /// <exception cref="CliException">The service cannot be reached any more.</exception>
    public async Task UntilEndAsync(ServiceHttp plain, CancellationToken cancellationToken)
    {
        for (var fruitless = 0; ; fruitless++)
        {
            var before = _offset;
            try
            {
                using (plain)
                {
                    await FollowAsync(plain, cancellationToken);
                    return;
                }
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested && (ServiceLoss.Is(e) || e is ToolRefusedException)
                && (fruitless < MostFruitless || _offset > before))
            {
                // A service that is just starting may refuse what it will answer in a moment.
                fruitless = _offset > before ? 0 : fruitless;
                display.Say([new Piece(access.Lost, Tone.Warning)]);
            }

            plain = await access.ReopenAsync(cancellationToken);
            display.Say([new Piece("Connected again.", Tone.Good)]);
        }
    }

    private async Task FollowAsync(ServiceHttp plain, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var life = WatchLifeAsync(plain, over.Token);
        var copy = Task.CompletedTask;
        try
        {
            while (true)
            {
                var before = _offset;
                copy = CopyAsync(plain, follow: true, over.Token);
                await await Task.WhenAny(copy, life);
                await copy;

                // A stream that ended in order is the run's end, or a service that was going: the run itself tells. A log that
                // was taken away since has fewer bytes than its run wrote, and no more are to be waited for.
                var run = await plain.GetAsync($"/runs/{runId}/snapshot", McpJson.Default.SnapshotJson, cancellationToken);
                if (RunState.IsFinal(run) && (_offset >= run.Output.TotalBytes || _offset == before))
                {
                    return;
                }
            }
        }
        finally
        {
            await over.CancelAsync();
            // One that is still writing, to a reader that pauses, has yet to say how far it came.
            await copy.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await life.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task CopyAsync(ServiceHttp plain, bool follow, CancellationToken cancellationToken)
    {
        await using var log = await plain.OpenLogAsync(runId, _offset, follow, cancellationToken);
        var buffer = new byte[64 * 1024];
        while (await log.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            display.Log(buffer.AsSpan(0, count));
            _offset += count;
        }
    }

    /// <summary>A service that stands still keeps its connections open; only an answer shows that it lives.</summary>
    private async Task WatchLifeAsync(ServiceHttp plain, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(SignOfLife, cancellationToken);
            await plain.GetAsync($"/runs/{runId}/snapshot", McpJson.Default.SnapshotJson, cancellationToken);
        }
    }
}
