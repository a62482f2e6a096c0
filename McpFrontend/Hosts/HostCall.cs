using System.Diagnostics;
using Orleans.Runtime;
using Orleans.Runtime.Messaging;
using StataRuns.Hosts;

namespace StataRuns.McpFrontend.Hosts;

/// <summary>A call to a host that may go away while it lasts.</summary>
/// <remarks>
/// Each call to a host or a run may be made twice: a run is submitted under its call's key, and all others ask, or bring about what
/// is so already the second time. So a call is made again while the host counts as here: where its silo could not be reached, and
/// where the silo that it went to is not the one that lives now. A host that stays silent ends that, see <see cref="ClusterHosts"/>.
/// </remarks>
internal static class HostCall
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // The watch decides long before. This is for a host that answers it and cannot be reached by this call.
    private static readonly TimeSpan LongestWay = TimeSpan.FromSeconds(10);

    /// <summary>Waits for the answer, or for the moment from which none can come.</summary>
    /// <exception cref="HostAwayException">The host went away, or was away.</exception>
    public static async Task<T> AnswerAsync<T>(this IHostWatch hosts, string host, Func<Task<T>> call)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            var presence = hosts.Presence(host);
            if (presence.IsCancellationRequested)
            {
                throw new HostAwayException(host);
            }

            try
            {
                return await call().WaitAsync(presence);
            }
            catch (OperationCanceledException) when (presence.IsCancellationRequested)
            {
                // It went away: the next look says so. Or it lives again, and knows nothing of this call.
            }
            catch (Exception e) when (FoundNoWay(e) && Stopwatch.GetElapsedTime(begun) < LongestWay)
            {
                await Task.Delay(Pause, presence).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <inheritdoc cref="AnswerAsync{T}"/>
    public static Task AnswerAsync(this IHostWatch hosts, string host, Func<Task> call) => hosts.AnswerAsync(host, async () =>
    {
        await call();
        return true;
    });

    /// <summary>Orleans could not bring the message to a silo, or gave up the one that it was sent to.</summary>
    private static bool FoundNoWay(Exception failure) =>
        failure is ConnectionFailedException or OrleansMessageRejectionException or SiloUnavailableException;
}
