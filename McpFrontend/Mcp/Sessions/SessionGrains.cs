using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using StataRuns.Clients;
using StataRuns.McpFrontend.Following;

namespace StataRuns.McpFrontend.Mcp.Sessions;

/// <summary>Sessions of a cluster: each is a small grain, so that every gateway can go on with it.</summary>
internal sealed partial class SessionGrains(IGrainFactory grains, ILogger<SessionGrains> logger) : ISessionStore, IDisposable
{
    private static readonly JsonTypeInfo<InitializeRequestParams> Words =
        (JsonTypeInfo<InitializeRequestParams>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(InitializeRequestParams));

    private readonly SemaphoreSlim _subscribing = new(1);

    public async ValueTask KeepAsync(string sessionId, string owner, InitializeRequestParams initialize)
    {
        try
        {
            await Of(sessionId).KeepAsync(new ClientSession(owner, JsonSerializer.Serialize(initialize, Words), []));
        }
        catch (Exception e) when (PassingFailure.Is(e))
        {
            LogNotKept(logger, e.Message);
        }
    }

    public async ValueTask<InitializeRequestParams?> FindAsync(string sessionId, string owner) =>
        await SessionAsync(sessionId, owner) is { } session ? JsonSerializer.Deserialize(session.Initialize, Words) : null;

    public async ValueTask<IReadOnlyList<string>> SubscriptionsAsync(string sessionId, string owner) =>
        (await SessionAsync(sessionId, owner))?.Subscriptions ?? [];

    public async ValueTask SubscribeAsync(string sessionId, string owner, Func<IReadOnlyList<string>> subscriptions)
    {
        await _subscribing.WaitAsync();
        try
        {
            await Of(sessionId).SubscribeAsync(owner, subscriptions());
        }
        catch (Exception e) when (PassingFailure.Is(e))
        {
            LogNotKept(logger, e.Message);
        }
        finally
        {
            _subscribing.Release();
        }
    }

    public async ValueTask ForgetAsync(string sessionId, string owner)
    {
        try
        {
            await Of(sessionId).ForgetAsync(owner);
        }
        catch (Exception e) when (PassingFailure.Is(e))
        {
            // It goes by its age.
            LogNotKept(logger, e.Message);
        }
    }

    public void Dispose() => _subscribing.Dispose();

    /// <summary>
    /// A silo that was just killed may have had the grain: the next try finds it on another one. A session that cannot be looked
    /// for is not forgotten; its client is told to try again rather than that it has none.
    /// </summary>
    private async Task<ClientSession?> SessionAsync(string sessionId, string owner)
    {
        const int tries = 5; // longer than a dead silo is taken for a living one
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await Of(sessionId).FindAsync() is { } session && session.Owner == owner ? session : null;
            }
            catch (Exception e) when (attempt < tries && PassingFailure.Is(e))
            {
                LogAskedAgain(logger, e.Message);
            }
        }
    }

    private IClientSessionGrain Of(string sessionId) => grains.GetGrain<IClientSessionGrain>($"mcp-session-{sessionId}");

    [LoggerMessage(Level = LogLevel.Warning, Message = "A session could not be written down: {Reason}")]
    private static partial void LogNotKept(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A session could not be read yet: {Reason}")]
    private static partial void LogAskedAgain(ILogger logger, string reason);
}
