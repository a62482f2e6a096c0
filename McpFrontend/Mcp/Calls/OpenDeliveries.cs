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

    private readonly Lock _lock = new();
    private readonly Dictionary<RunId, Journey> _open = [];

    /// <summary>A result sets out; the same one may be on its way to several callers.</summary>
    public void Begin(RunId run)
    {
        lock (_lock)
        {
            if (!_open.TryGetValue(run, out var journey))
            {
                _open.Add(run, journey = new Journey());
            }

            journey.Parcels++;
        }
    }

    /// <summary>It arrived and was marked, or it did not.</summary>
    public void End(RunId run)
    {
        lock (_lock)
        {
            if (_open.TryGetValue(run, out var journey) && --journey.Parcels == 0)
            {
                _open.Remove(run);
                journey.Over.SetResult();
            }
        }
    }

    /// <summary>Waits until a run's result is not on its way any more, to anybody.</summary>
    public async Task SettleAsync(RunId run)
    {
        Task over;
        lock (_lock)
        {
            if (!_open.TryGetValue(run, out var journey))
            {
                return;
            }

            over = journey.Over.Task;
        }

        try
        {
            await over.WaitAsync(Patience, time);
        }
        catch (TimeoutException)
        {
            // One of its callers is slow; another may have got it.
        }
    }

    private sealed class Journey
    {
        public int Parcels { get; set; }

        public TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
