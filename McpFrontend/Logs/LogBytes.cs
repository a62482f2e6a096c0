using StataRuns.McpFrontend.Following;
using StataRuns.Output;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Logs;

/// <summary>
/// Copies output to whoever reads it, a page at a time: memory stays flat, and a reader that stops reading holds up its own
/// connection and nothing else.
/// </summary>
internal sealed partial class LogBytes(IRunGrains grains, RunFollower follower, TimeProvider time, IHostApplicationLifetime life, ILogger<LogBytes> logger)
{
    // A host that is being restarted is back sooner; a reader that waits longer had better be told.
    private const int Tries = 8;

    /// <summary>How many bytes there are, and whether that is all there will ever be; null if the host does not answer.</summary>
    public async Task<(long Total, bool IsWhole)?> ExtentAsync(RunId id, OutputSource source, CancellationToken cancellation) =>
        await PageAsync(id, source, 0, 1, cancellation) is { } page ? (page.TotalBytes, page.End) : null;

    /// <summary>Copies a stretch.</summary>
    /// <returns>False if it could not be copied to its end.</returns>
    public async Task<bool> CopyAsync(RunId id, OutputSource source, long from, long to, Stream target, CancellationToken cancellation)
    {
        while (from < to)
        {
            var page = await PageAsync(id, source, from, (int)Math.Min(to - from, RunFollower.PageBytes), cancellation);
            if (page is null or { Bytes.IsEmpty: true })
            {
                return false;
            }

            await target.WriteAsync(page.Bytes, cancellation);
            from = page.NextOffset;
        }

        return true;
    }

    /// <summary>Copies all there is and all that comes, until the run's end.</summary>
    /// <returns>False if the service ends first, or the last bytes cannot be had.</returns>
    public async Task<bool> FollowAsync(RunId id, OutputSource source, long from, Stream target, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, life.ApplicationStopping);
        try
        {
            await foreach (var happening in follower.FollowAsync(id, source, from, end.Token))
            {
                if (happening is RunEvent.Written(var page))
                {
                    await target.WriteAsync(page.Bytes, end.Token);
                    await target.FlushAsync(end.Token);
                }
            }

            return true;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return false;
        }
        catch (LastBytesMissingException e)
        {
            LogUnread(logger, id, e.Offset, e.Message);
            return false;
        }
    }

    private async Task<OutputPage?> PageAsync(RunId id, OutputSource source, long offset, int maxBytes, CancellationToken cancellation)
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2));
        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            try
            {
                return await grains.Run(id).ReadAsync(source, offset, maxBytes);
            }
            catch (Exception e) when (PassingFailure.Is(e))
            {
                LogUnread(logger, id, offset, e.Message);
                await Task.Delay(backoff.Next(), time, cancellation);
            }
        }

        return null;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The output of run {RunId} cannot be read from {Offset} for now: {Reason}")]
    private static partial void LogUnread(ILogger logger, RunId runId, long offset, string reason);
}
