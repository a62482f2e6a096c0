namespace StataRuns.McpFrontend.Serve;

/// <summary>Counts requests, so that a service that nobody uses can be told from one that is used.</summary>
internal sealed class Activity(TimeProvider time)
{
    private long _last = time.GetTimestamp();
    private int _open;

    /// <summary>Since when nobody asked for anything; nothing while a request is open.</summary>
    public TimeSpan Idle => Volatile.Read(ref _open) > 0 ? TimeSpan.Zero : time.GetElapsedTime(Volatile.Read(ref _last));

    /// <summary>Something goes on.</summary>
    public void Touch() => Volatile.Write(ref _last, time.GetTimestamp());

    /// <summary>Counts a request.</summary>
    public async Task CountAsync(HttpContext context, RequestDelegate next)
    {
        Interlocked.Increment(ref _open);
        try
        {
            await next(context);
        }
        finally
        {
            Touch();
            Interlocked.Decrement(ref _open);
        }
    }
}
