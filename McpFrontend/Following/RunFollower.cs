using System.Runtime.CompilerServices;
using StataRuns.McpFrontend.Hosts;
using StataRuns.Output;
using StataRuns.Runs;
using StataRuns.Storage;

namespace StataRuns.McpFrontend.Following;

/// <summary>
/// Follows a run until its end, across restarts of whatever there is between it and us. Tool calls, logs over HTTP and
/// whoever else watches a run stand on this one following.
/// </summary>
internal sealed partial class RunFollower(IRunGrains grains, IRunDirectory directory, IHostWatch hosts, TimeProvider time, ILogger<RunFollower> logger)
{
    /// <summary>Bytes pulled at a time: where the cost of a call no longer counts.</summary>
    public const int PageBytes = 64 * 1024;

    /// <summary>
    /// So long the last bytes of a run that is over are waited for. Its host has them, so it is not answering; one that is started
    /// anew is back sooner, and another may never be.
    /// </summary>
    public static readonly TimeSpan LastBytesPatience = TimeSpan.FromSeconds(15);

    /// <summary>Snapshots only, until the run's final one. Nothing comes if there is no such run.</summary>
    public IAsyncEnumerable<RunEvent> FollowAsync(RunId id, CancellationToken cancellation = default) =>
        FollowAsync(id, null, 0, cancellation);

    /// <summary>
    /// Snapshots, and the log's bytes in order from an offset, until the final snapshot and the last byte have come. Nothing
    /// comes if there is no such run. A reader who is slow slows only itself: nothing is buffered for it but one page.
    /// </summary>
    public IAsyncEnumerable<RunEvent> FollowAsync(RunId id, long fromOffset, CancellationToken cancellation = default) =>
        FollowAsync(id, OutputSource.Log, fromOffset, cancellation);

    /// <inheritdoc cref="FollowAsync(RunId, long, CancellationToken)"/>
    /// <exception cref="LastBytesMissingException">The run is over, and its last bytes did not come for a while.</exception>
    public async IAsyncEnumerable<RunEvent> FollowAsync(
        RunId id, OutputSource? source, long fromOffset, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var subscription = new RunSubscription(id, grains, directory, hosts, time, logger);
        if (!await subscription.IsKnownAsync(cancellation))
        {
            yield break;
        }

        var backoff = new Backoff(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2));
        RunSnapshot? shown = null;
        RunStatus? seen = null;
        var offset = fromOffset;
        long? waitingSince = null;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var newer = subscription.Latest.Take(shown?.Version);
            shown = newer ?? shown;
            if (hosts.Seen(shown) is { } now && (newer is not null || now.Status != seen))
            {
                // Its host going away, or coming back, is news of the run without a newer snapshot.
                seen = now.Status;
                yield return new RunEvent.Moved(now) { Heard = newer is null ? null : subscription.Latest.Heard };
            }

            var isOver = shown?.Status.IsFinal() == true;
            if (source is not { } stream)
            {
                if (isOver)
                {
                    yield break;
                }

                await subscription.Latest.WaitAsync(RunSubscription.Renewal, cancellation);
                continue;
            }

            var (answered, page) = await TryReadAsync(id, stream, offset);
            if (answered && page is null)
            {
                yield break; // deleted while it was followed
            }

            if (page is { Bytes.IsEmpty: false })
            {
                offset = page.NextOffset;
                backoff.Reset();
                waitingSince = null;
                yield return new RunEvent.Written(page);
            }
            else if (page is null || (isOver && !page.End))
            {
                // Nobody rings the bell for either: the grain does not answer, or the last bytes are still on their way. A copy that is
                // a beginning of the log looks the same, and will not grow until its host is back.
                if (isOver && time.GetElapsedTime(waitingSince ??= time.GetTimestamp()) > LastBytesPatience)
                {
                    throw new LastBytesMissingException(id, offset);
                }

                await subscription.Latest.WaitAsync(backoff.Next(), cancellation);
            }
            else if (isOver)
            {
                yield break;
            }
            else
            {
                await subscription.Latest.WaitAsync(RunSubscription.Renewal, cancellation);
            }
        }
    }

    private async Task<(bool Answered, OutputPage? Page)> TryReadAsync(RunId id, OutputSource source, long offset)
    {
        try
        {
            return (true, await grains.Run(id).ReadAsync(source, offset, PageBytes));
        }
        catch (Exception e) when (PassingFailure.Is(e))
        {
            LogUnread(logger, id, offset, e.Message);
            return (false, null);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The output of run {RunId} cannot be read from {Offset} for now: {Reason}")]
    private static partial void LogUnread(ILogger logger, RunId runId, long offset, string reason);
}
