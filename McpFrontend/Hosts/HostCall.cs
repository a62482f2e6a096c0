using StataRuns.Hosts;

namespace StataRuns.McpFrontend.Hosts;

/// <summary>A call to a host that may go away while it lasts.</summary>
internal static class HostCall
{
    /// <summary>Waits for the answer, or for the moment from which none can come.</summary>
    /// <exception cref="HostAwayException">The host went away, or was away.</exception>
    public static async Task<T> AnswerAsync<T>(this IHostWatch hosts, string host, Func<Task<T>> call)
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
            throw new HostAwayException(host);
        }
    }

    /// <inheritdoc cref="AnswerAsync{T}"/>
    public static Task AnswerAsync(this IHostWatch hosts, string host, Func<Task> call) => hosts.AnswerAsync(host, async () =>
    {
        await call();
        return true;
    });
}
