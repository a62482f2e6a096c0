using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Stdio;

/// <summary>
/// Tells the service which final results the client has. That the relay has one means nothing, nor that the pipe took it:
/// the client may be dead by then, and its user is to get the result at the next call. So it is told once the client has read
/// all, and the client's next start waits until it was told: otherwise it could be handed what it has.
/// </summary>
internal sealed class HandOvers(ServiceLink link, RelayLog log, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(100);

    private readonly UnreadBytes _unread = new(UnreadBytes.StandardOutput);
    private readonly Lock _lock = new();
    private Task _told = Task.CompletedTask;

    /// <summary>Waits until the service knows of all that the client has by now; not for ever, for a client may send without reading.</summary>
    public async Task SettleAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        Task told;
        lock (_lock)
        {
            told = _told;
        }

        await Task.WhenAny(told, Task.Delay(atMost, time, cancellation));
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>The same, for as long as the service may take.</summary>
    public Task SettleAsync(CancellationToken cancellation) => SettleAsync(Patience, cancellation);

    /// <summary>The final results of some runs were written to the client.</summary>
    public void Tell(IReadOnlyList<RunId> runs)
    {
        if (runs.Count == 0)
        {
            return;
        }

        lock (_lock)
        {
            _told = Task.WhenAll(_told, TellAsync(runs));
        }
    }

    private async Task TellAsync(IReadOnlyList<RunId> runs)
    {
        for (var pause = FirstLook; _unread.AreThere && !_unread.HaveLostTheirReader; pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks)))
        {
            await Task.Delay(pause, time);
        }

        if (_unread.HaveLostTheirReader)
        {
            // It died with the answer unread: its user gets it at the next call.
            return;
        }

        using var bounded = new CancellationTokenSource(Patience, time);
        foreach (var run in runs)
        {
            try
            {
                var connection = await link.GetAsync(bounded.Token);
                using var answer = await connection.Http.PostAsync(connection.Address($"/runs/{run}/handed-over"), content: null, bounded.Token);
                answer.EnsureSuccessStatusCode();
            }
            catch (Exception e) when (ServiceLoss.Is(e) || e is OperationCanceledException or Cli.CliException or HttpRequestException)
            {
                // The result will be delivered once more: a repetition, and no loss.
                log.Note($"That the result of run {run} was delivered could not be reported: {e.Message}");
            }
        }
    }
}
