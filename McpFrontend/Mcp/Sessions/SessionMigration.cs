using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Protocol;
using StataRuns.McpFrontend.Mcp.Calls;

namespace StataRuns.McpFrontend.Mcp.Sessions;

/// <summary>The SDK's way to sessions that another process began: only their owner may go on with them.</summary>
internal sealed class SessionMigration(ISessionStore sessions) : ISessionMigrationHandler
{
    /// <inheritdoc/>
    public ValueTask OnSessionInitializedAsync(
        HttpContext context, string sessionId, InitializeRequestParams initializeParams, CancellationToken cancellationToken) =>
        sessions.KeepAsync(sessionId, Caller.Owner(context.User), initializeParams);

    /// <inheritdoc/>
    public ValueTask<InitializeRequestParams?> AllowSessionMigrationAsync(
        HttpContext context, string sessionId, CancellationToken cancellationToken) =>
        sessions.FindAsync(sessionId, Caller.Owner(context.User));
}
