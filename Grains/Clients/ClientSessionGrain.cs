using StataRuns.Runs;

namespace StataRuns.Clients;

/// <inheritdoc cref="IClientSessionGrain"/>
internal sealed class ClientSessionGrain(
    [PersistentState(ClientSessionGrain.StateName, RunGrain.StorageName)] IPersistentState<ClientSessionState> state, TimeProvider time)
    : Grain, IClientSessionGrain
{
    public const string StateName = "client-session";

    /// <summary>A session that nobody used for so long is forgotten; its client begins a new one, as the protocol has it.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    // Use is noted, but not each use: only age in days counts.
    private static readonly TimeSpan BetweenNotes = TimeSpan.FromDays(1);

    public Task KeepAsync(ClientSession session) => WriteAsync(session);

    public async Task<ClientSession?> FindAsync()
    {
        if (!state.RecordExists || state.State.Session is not { } session)
        {
            DeactivateOnIdle();
            return null;
        }

        if (time.GetUtcNow() - state.State.UsedAt > BetweenNotes)
        {
            await WriteAsync(session);
        }

        return session;
    }

    public Task SubscribeAsync(string owner, IReadOnlyList<string> uris) =>
        state.State.Session is { } session && session.Owner == owner
            ? WriteAsync(session with { Subscriptions = uris })
            : Task.CompletedTask;

    public async Task ForgetAsync(string owner)
    {
        if (state.State.Session?.Owner == owner)
        {
            await state.ClearStateAsync();
        }

        DeactivateOnIdle();
    }

    private Task WriteAsync(ClientSession session)
    {
        state.State = new ClientSessionState { Session = session, UsedAt = time.GetUtcNow() };
        return state.WriteStateAsync();
    }
}

/// <summary>What is stored of a session.</summary>
internal sealed record ClientSessionState
{
    /// <summary>The session; null before it was kept.</summary>
    public ClientSession? Session { get; init; }

    /// <summary>When it was used last, to a day.</summary>
    public DateTimeOffset UsedAt { get; init; }
}
