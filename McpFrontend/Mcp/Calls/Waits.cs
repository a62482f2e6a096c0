using ModelContextProtocol.Protocol;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.McpFrontend.Mcp.Calls;

/// <summary>How long a call stays open.</summary>
internal sealed class Waits(ServiceSettings settings)
{
    /// <summary>Longest wait that a call may ask for, in seconds: a day.</summary>
    public const double Longest = 24 * 60 * 60;

    /// <summary>The wait of a call; null: until the run's end.</summary>
    /// <param name="asked">Seconds that the call asked for.</param>
    /// <param name="client">Who calls, if it said so.</param>
    /// <param name="hasProgress">Did a progress token come? Such a client sees that something goes on.</param>
    public TimeSpan? For(double? asked, Implementation? client, bool hasProgress)
    {
        if (asked is { } seconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        foreach (var (name, wait) in settings.McpWaits)
        {
            if (Is(client, name))
            {
                return wait?.TotalSeconds > Longest ? null : wait;
            }
        }

        // Claude Code resets its limits at each progress notification; claude.ai ends a call after some four minutes.
        if (Is(client, "claude-code"))
        {
            return hasProgress ? null : settings.McpWait;
        }

        return Is(client, "claude-ai") ? TimeSpan.FromSeconds(200) : settings.McpWait;
    }

    private static bool Is(Implementation? client, string name) => string.Equals(client?.Name, name, StringComparison.OrdinalIgnoreCase);
}
