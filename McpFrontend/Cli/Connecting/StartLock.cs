namespace StataRuns.McpFrontend.Cli.Connecting;

/// <summary>Of several terminals that find no service at the same time, one starts it; the others wait for it.</summary>
internal static class StartLock
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(20);

    /// <summary>Takes the lock, or returns null once <paramref name="isDone"/> says that it is not needed any more.</summary>
    /// <exception cref="TimeoutException">Another process holds it for longer than a start can take.</exception>
    public static async Task<IDisposable?> TakeAsync(string dataDirectory, Func<bool> isDone, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!isDone())
        {
            try
            {
                // The system's file lock: it goes with its holder, however that ends.
                return new FileStream(Path.Join(dataDirectory, "start.lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            }
            catch (IOException) when (TimeProvider.System.GetElapsedTime(begun) < atMost)
            {
                await Task.Delay(Again, cancellationToken);
            }
            catch (IOException e)
            {
                throw new TimeoutException("Another process has been starting the service for too long.", e);
            }
        }

        return null;
    }
}
