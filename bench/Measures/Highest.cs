namespace StataRuns.Bench.Measures;

/// <summary>Looks at a figure every 10 ms and keeps the highest.</summary>
internal sealed class Highest
{
    private readonly CancellationTokenSource _stop;
    private readonly Task<long> _looking;

    public Highest(Func<long> figure, CancellationToken cancellation)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _looking = Task.Run(() => LookAsync(figure, _stop.Token), cancellation);
    }

    public async Task<long> StopAsync()
    {
        await _stop.CancelAsync();
        var highest = await _looking;
        _stop.Dispose();
        return highest;
    }

    private static async Task<long> LookAsync(Func<long> figure, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var highest = figure();
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                highest = Math.Max(highest, figure());
            }
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }

        return highest;
    }
}
