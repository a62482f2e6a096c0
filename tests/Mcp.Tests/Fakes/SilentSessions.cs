using ModelContextProtocol.Protocol;
using StataRuns.McpFrontend.Mcp.Sessions;

namespace StataRuns.Mcp.Tests.Fakes;

/// <summary>Sessions whose silo is away until a test lets it answer.</summary>
internal sealed class SilentSessions(params string[] kept) : ISessionStore
{
    private volatile bool _isHere;

    /// <summary>What was written down last of a session's subscriptions.</summary>
    public IReadOnlyList<string> Kept { get; private set; } = kept;

    /// <summary>How often they were looked for in vain.</summary>
    public int Missed { get; private set; }

    public void Answer() => _isHere = true;

    public ValueTask KeepAsync(string sessionId, string owner, InitializeRequestParams initialize) => default;

    public ValueTask<InitializeRequestParams?> FindAsync(string sessionId, string owner) => default;

    public ValueTask<IReadOnlyList<string>> SubscriptionsAsync(string sessionId, string owner)
    {
        if (_isHere)
        {
            return new(Kept);
        }

        Missed++;
        throw new TimeoutException("The silo is away.");
    }

    public ValueTask SubscribeAsync(string sessionId, string owner, Func<IReadOnlyList<string>> subscriptions)
    {
        Kept = subscriptions();
        return default;
    }

    public ValueTask ForgetAsync(string sessionId, string owner) => default;
}
