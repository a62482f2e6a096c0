using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Resources;

/// <summary>How long a client may keep what it got: the stateless era says so, earlier revisions know no such words.</summary>
internal static class Freshness
{
    // A run that is over stays as it is; that it may be deleted one day is why this is not for ever.
    private static readonly TimeSpan Long = TimeSpan.FromDays(1);

    /// <summary>Marks a result that is a run's, or a part of one.</summary>
    public static T OfRun<T>(T result, RunSnapshot run, MessageContext message)
        where T : ICacheableResult => Mark(result, run.Status.IsFinal() ? Long : TimeSpan.Zero, message);

    /// <summary>Marks a result that changes with the program only.</summary>
    public static T OfProgram<T>(T result, MessageContext message)
        where T : ICacheableResult => Mark(result, Long, message);

    /// <summary>Marks a result that any moment may change.</summary>
    public static T OfMoment<T>(T result, MessageContext message)
        where T : ICacheableResult => Mark(result, TimeSpan.Zero, message);

    private static T Mark<T>(T result, TimeSpan fresh, MessageContext message)
        where T : ICacheableResult
    {
        if (Revision.IsStateless(message))
        {
            result.TimeToLive = fresh;
            result.CacheScope = CacheScope.Private;
        }

        return result;
    }
}
