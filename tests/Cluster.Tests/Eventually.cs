using System.Diagnostics;

namespace StataRuns.Cluster.Tests;

/// <summary>Waits for what must come, with a bound.</summary>
internal static class Eventually
{
    /// <summary>Asks until it is so.</summary>
    /// <exception cref="TimeoutException">It did not become so; the message says what.</exception>
    public static async Task TrueAsync(Func<Task<bool>> isSo, string what, double seconds = 20)
    {
        var since = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            if (Stopwatch.GetElapsedTime(since).TotalSeconds > seconds)
            {
                throw new TimeoutException($"Within {seconds} s it did not become so: {what}.");
            }

            await Task.Delay(25, TestContext.Current.CancellationToken);
        }
    }
}
