using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Stdio;

/// <summary>
/// Tells the service which final results the client has. That the relay has one means nothing: the client may be dead by
/// then, and its user is to get the result at the next call. So it is told after the client's pipe took the answer, and
/// the client's next start waits until it was told: otherwise it could be handed what it has.
/// </summary>
internal sealed class HandOvers(ServiceLink link, RelayLog log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private Task _told = Task.CompletedTask;

    /// <summary>Waits until the service knows of all that the client has by now.</summary>
    public Task SettledAsync
    {
        get
        {
            lock (_lock)
            {
                return _told;
            }
        }
    }

    /// <summary>The client has the final result of a run.</summary>
    public void Tell(RunId run)
    {
        lock (_lock)
        {
            _told = Task.WhenAll(_told, TellAsync(run));
        }
    }

    private async Task TellAsync(RunId run)
    {
        using var bounded = new CancellationTokenSource(Patience);
        try
        {
            var connection = await link.GetAsync(bounded.Token);
            using var answer = await connection.Http.PostAsync(connection.Address($"/runs/{run}/handed-over"), content: null, bounded.Token);
            answer.EnsureSuccessStatusCode();
        }
        catch (Exception e) when (ServiceLoss.Is(e) || e is OperationCanceledException or Cli.CliException or HttpRequestException)
        {
            // The result will be handed over once more: a repetition, and no loss.
            log.Note($"That the result of run {run} was handed over could not be told: {e.Message}");
        }
    }
}
