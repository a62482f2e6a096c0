namespace StataRuns.Output.Copies;

/// <summary>
/// The copying of a run that goes on: some time after it grew, and once more for whatever grows meanwhile. The mark is taken down
/// before the copying, so that nothing that came in between is forgotten.
/// </summary>
/// <param name="attempt">The attempt whose output it is.</param>
/// <param name="copyAsync">Copies what is new; false if it has to be tried again.</param>
/// <param name="time">The clock.</param>
/// <param name="end">Ends all copying.</param>
internal sealed class GrowingCopy(int attempt, Func<Task<bool>> copyAsync, TimeProvider time, CancellationToken end)
{
    private const int Quiet = 0, Copying = 1, GrewMeanwhile = 2;

    // What is lost of a running run with its host's disk is the output of so many seconds.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private int _state;
    private volatile bool _isOver;
    private long? _last;

    public int Attempt => attempt;

    /// <summary>It grew. Returns at once.</summary>
    public void Ring()
    {
        if (Interlocked.Exchange(ref _state, GrewMeanwhile) == Quiet)
        {
            _ = Task.Run(CopyAsync, CancellationToken.None);
        }
    }

    /// <summary>The run is over: somebody else copies the rest.</summary>
    public void Stop() => _isOver = true;

    private async Task CopyAsync()
    {
        try
        {
            do
            {
                if (_last is { } last && Interval - time.GetElapsedTime(last) is { Ticks: > 0 } pause)
                {
                    await Task.Delay(pause, time, end);
                }

                Interlocked.Exchange(ref _state, Copying);
                for (var tries = 0; !_isOver && !await copyAsync(); tries++)
                {
                    await Task.Delay(Patience.After(tries), time, end);
                }

                _last = time.GetTimestamp();
            }
            while (!_isOver && Interlocked.CompareExchange(ref _state, Quiet, Copying) != Copying);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The next silo goes on where this one stopped.
        }
    }
}
