using System.Collections.Concurrent;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Calls;

/// <summary>
/// The final results that are on their way to somebody right now. A client may have read its answer, and call again, before
/// the acknowledgement is seen and the run marked: such a call waits for the mark, so that a result that arrived is not
/// handed over a second time.
/// </summary>
internal sealed class OpenDeliveries(TimeProvider time)
{
    // Longer than an acknowledgement is waited for; a client that takes its answer more slowly than this has not got it yet.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<RunId, TaskCompletionSource> _open = new();

    /// <summary>A result sets out.</summary>
    public void Begin(RunId run) => _open.TryAdd(run, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>It arrived and was marked, or it did not.</summary>
    public void End(RunId run)
    {
        if (_open.TryRemove(run, out var delivery))
        {
            delivery.SetResult();
        }
    }

    /// <summary>Waits until a run's result is not on its way any more.</summary>
    /// <returns>False if it was not on its way: nothing has changed.</returns>
    public async Task<bool> SettleAsync(RunId run)
    {
        if (!_open.TryGetValue(run, out var delivery))
        {
            return false;
        }

        try
        {
            await delivery.Task.WaitAsync(Patience, time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
