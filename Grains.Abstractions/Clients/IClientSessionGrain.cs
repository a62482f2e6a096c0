using Orleans.Concurrency;

namespace StataRuns.Clients;

/// <summary>
/// An MCP session of the initialize era, as far as a gateway must know it to go on with it that did not begin it: whichever
/// gateway a client's next request comes to, its session is there. The key is <c>mcp-session-</c> and the session's id.
/// </summary>
[Alias("StataRuns.IClientSessionGrain")]
public interface IClientSessionGrain : IGrainWithStringKey
{
    /// <summary>Remembers the session; it is durable when this returns.</summary>
    [ResponseTimeout("00:00:05"), Alias("Keep")]
    Task KeepAsync(ClientSession session);

    /// <summary>The session; null if there is none.</summary>
    [AlwaysInterleave, ResponseTimeout("00:00:02"), Alias("Find")]
    Task<ClientSession?> FindAsync();

    /// <summary>Remembers which resources it waits for; does nothing if there is no such session of this owner.</summary>
    [ResponseTimeout("00:00:05"), Alias("Subscribe")]
    Task SubscribeAsync(string owner, IReadOnlyList<string> uris);

    /// <summary>Forgets it, if it is this owner's.</summary>
    [ResponseTimeout("00:00:05"), Alias("Forget")]
    Task ForgetAsync(string owner);
}

/// <summary>What is kept of a session.</summary>
/// <param name="Owner">Whose it is.</param>
/// <param name="Initialize">What its client said at its beginning: the parameters of <c>initialize</c>, as JSON.</param>
/// <param name="Subscriptions">Addresses of the resources it waits for.</param>
[GenerateSerializer, Immutable, Alias("StataRuns.ClientSession")]
public sealed record ClientSession(
    [property: Id(0)] string Owner,
    [property: Id(1)] string Initialize,
    [property: Id(2)] IReadOnlyList<string> Subscriptions);
