using ModelContextProtocol.Protocol;

namespace StataRuns.McpFrontend.Mcp.Sessions;

/// <summary>
/// Remembers sessions of the initialize era beyond the process that began them. A client goes on with its session as if
/// nothing had been; nothing else hangs on a session.
/// </summary>
internal interface ISessionStore
{
    /// <summary>A session began. If it cannot be kept it works all the same, until this process ends.</summary>
    ValueTask KeepAsync(string sessionId, string owner, InitializeRequestParams initialize);

    /// <summary>What a session's client said at its beginning; null if there is no such session of this owner.</summary>
    ValueTask<InitializeRequestParams?> FindAsync(string sessionId, string owner);

    /// <summary>The addresses of the resources that a session waits for.</summary>
    ValueTask<IReadOnlyList<string>> SubscriptionsAsync(string sessionId, string owner);

    /// <summary>Remembers what a session waits for, as it is when this word's turn has come: the last of two words at once is the true one.</summary>
    ValueTask SubscribeAsync(string sessionId, string owner, Func<IReadOnlyList<string>> subscriptions);

    /// <summary>The client ended its session.</summary>
    ValueTask ForgetAsync(string sessionId, string owner);
}
