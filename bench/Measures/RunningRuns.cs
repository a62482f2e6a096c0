using StataRuns.Bench.Service;

namespace StataRuns.Bench.Measures;

/// <summary>Runs that do nothing but live, so that memory shows what one of them costs.</summary>
internal sealed class RunningRuns(IReadOnlyList<RunsClient> clients, Func<CancellationToken, Task<string>> doFile)
{
    /// <summary>How many come at a time.</summary>
    public const int Batch = 200;

    private const int AtOnce = 8;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    private readonly List<Run> _runs = [];

    /// <summary>Starts as many more, and waits until all of them run and what their start left behind is settled.</summary>
    public async Task AddAsync(CancellationToken cancellation)
    {
        var runs = new Run[Batch];
        await Parallel.ForAsync(0, Batch, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (i, end) =>
        {
            var client = clients[i % clients.Count];
            var run = await client.SubmitAsync(await doFile(end), wait: 0, end);
            while (run.Status is "queued" or "starting")
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), end);
                run = await client.StatusAsync(run, end);
            }

            runs[i] = run.Status == "running" ? run : throw new InvalidOperationException($"Run {run.Id} is {run.Status}: {run.Text}");
        });
        _runs.AddRange(runs);
        await Task.Delay(Settling, cancellation);
    }

    /// <summary>Stops them all.</summary>
    public Task StopAsync(CancellationToken cancellation) => Parallel.ForEachAsync(
        _runs, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
        async (run, end) => await clients[0].CancelAsync(run, end));
}
