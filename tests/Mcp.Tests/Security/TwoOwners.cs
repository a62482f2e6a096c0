using StataRuns.Configuration;
using StataRuns.Mcp.Tests.Fakes;
using StataRuns.McpFrontend.Security;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.Mcp.Tests.Security;

/// <summary>The whole gateway with two owners, each with a key, over a real socket.</summary>
internal sealed class TwoOwners : IAsyncDisposable
{
    private TwoOwners(Gateway gateway, ApiKey ann, ApiKey bob)
    {
        Gateway = gateway;
        (Ann, Bob) = (gateway.ClientWith(ann.Text), gateway.ClientWith(bob.Text));
    }

    public Gateway Gateway { get; }

    public FakeHost Host => Gateway.Host;

    public HttpClient Ann { get; }

    public HttpClient Bob { get; }

    /// <summary>Settings with keys.</summary>
    public static ServiceSettings WithKeys(ServiceSettings settings, params (string Owner, ApiKey[] Keys)[] keys) => settings with
    {
        Auth = AuthMode.ApiKeys,
        ApiKeys = keys.ToDictionary(owner => owner.Owner, owner => (IReadOnlyList<string>)[.. owner.Keys.Select(key => key.Digest)]),
    };

    public static async Task<TwoOwners> StartAsync()
    {
        var (ann, bob) = (ApiKey.Make(), ApiKey.Make());
        return new TwoOwners(await Gateway.StartAsync(settings => WithKeys(settings, ("ann", [ann]), ("bob", [bob]))), ann, bob);
    }

    public async ValueTask DisposeAsync()
    {
        Ann.Dispose();
        Bob.Dispose();
        await Gateway.DisposeAsync();
    }
}
