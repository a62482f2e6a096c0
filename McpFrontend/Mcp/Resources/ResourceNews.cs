using StataRuns.McpFrontend.Following;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Resources;

/// <summary>
/// Says when a resource has changed: at most once a second, and always when its run is over. Nobody polls for it: the
/// follower is told, and holds the newest snapshot only, so that what came in between costs nothing.
/// </summary>
internal sealed class ResourceNews(RunFollower follower, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Tells of each change, until the run's end.</summary>
    /// <param name="found">The resource, as it was when somebody began to wait for news.</param>
    /// <param name="tell">How it is told.</param>
    /// <param name="cancellation">Nobody waits any more.</param>
    public async Task TellAsync(FoundResource found, Func<CancellationToken, Task> tell, CancellationToken cancellation)
    {
        var known = found.Run;
        if (known.Status.IsFinal())
        {
            return; // and will never change
        }

        await foreach (var happening in follower.FollowAsync(known.RunId, cancellation))
        {
            if (happening is not RunEvent.Moved(var now) || !IsNews(found.What.Part, known, now))
            {
                continue;
            }

            known = now;
            await tell(cancellation);
            if (now.Status.IsFinal())
            {
                return;
            }

            await Task.Delay(Pause, time, cancellation);
        }
    }

    private static bool IsNews(RunPart part, RunSnapshot known, RunSnapshot now) =>
        part is RunPart.Snapshot
            ? now.Version > known.Version
            : now.Usage.OutputBytes != known.Usage.OutputBytes || now.Status.IsFinal();
}
