using StataRuns.Clients.Tests.Clients;
using StataRuns.Cluster.Tests.Stage;

namespace StataRuns.Cluster.Tests.Endurance;

/// <summary>A client of each kind for each gateway, replaced when it has failed.</summary>
internal sealed class ClientPool(IReadOnlyList<GatewayPart> gateways) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<(string Kind, int Gateway), RealClient> _clients = [];
    private readonly List<RealClient> _dropped = [];

    /// <summary>A connected client.</summary>
    /// <exception cref="CallFailedException">The gateway is not there now.</exception>
    public async Task<RealClient> GetAsync(Kind kind, int gateway)
    {
        gateway %= gateways.Count;
        await _turn.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return _clients.TryGetValue((kind.Name, gateway), out var client)
                ? client
                : _clients[(kind.Name, gateway)] = await gateways[gateway].ConnectAsync(kind);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Takes a client that failed out of use; others may still wait for its answers.</summary>
    public async Task DropAsync(RealClient client)
    {
        await _turn.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            foreach (var (key, _) in _clients.Where(entry => ReferenceEquals(entry.Value, client)).ToList())
            {
                _clients.Remove(key);
                _dropped.Add(client);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Values.Concat(_dropped))
        {
            await client.KillAsync();
            await client.DisposeAsync();
        }

        _turn.Dispose();
    }
}
