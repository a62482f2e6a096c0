using StataRuns.McpFrontend.Cli;
using StataRuns.McpFrontend.Cli.Connecting;

namespace StataRuns.McpFrontend.Stdio;

/// <summary>
/// Keeps the way to the service open: starts it where none runs, finds it again where it was lost. Everything that is under
/// way shares one connection, and one search for the next.
/// </summary>
internal sealed class ServiceLink(ServiceAccess access, RelayLog log) : IDisposable
{
    /// <summary>A call answers after so long that the service cannot be reached: what runs is attached to by the next call.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _end = new();
    private Task<ServiceHttp>? _first;
    private Task<ServiceHttp>? _search;
    private volatile ServiceHttp? _current;

    /// <summary>What is waited for because it is never started from here (<see cref="ServiceAccess.Awaited"/>).</summary>
    public string? Awaited => access.Awaited;

    /// <summary>The service, started if none runs.</summary>
    /// <exception cref="CliException">It did not start; the message says why.</exception>
    public async Task<ServiceHttp> GetAsync(CancellationToken cancellation)
    {
        Task<ServiceHttp> first;
        lock (_lock)
        {
            if (_current is { } known && known.Service.Lives)
            {
                return known;
            }

            // One for all: were they to wait in turn for a gateway that is down, the last would wait for ever.
            if (_first is not { IsCompleted: false })
            {
                _first = Task.Run(OpenAsync);
            }

            first = _first;
        }

        return await first.WaitAsync(cancellation);
    }

    /// <summary>The service after a connection to it was lost.</summary>
    /// <param name="lost">The connection that broke.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="ServiceStoppedException">It was stopped, and nobody started another.</exception>
    /// <exception cref="CliException">It cannot be reached any more.</exception>
    public async Task<ServiceHttp> RecoverAsync(ServiceHttp lost, CancellationToken cancellation)
    {
        Task<ServiceHttp> search;
        lock (_lock)
        {
            if (_current is { } other && other != lost && other.Service.Lives)
            {
                return other;
            }

            // One search for all: were they to search in turn, each would wait for a stopped service anew.
            if (_search is not { IsCompleted: false })
            {
                log.Note($"The service at {lost.Service} was lost.{(access.Awaited is { } awaited ? $" Waiting for {awaited}." : "")}");
                _search = access.AgainAsync(FindAnsweringAsync, Patience, _end.Token);
            }

            search = _search;
        }

        return await search.WaitAsync(cancellation);
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
        _current?.Dispose();
    }

    private async Task<ServiceHttp> OpenAsync() => Take(await access.OpenAsync(_end.Token));

    private async Task<ServiceHttp> FindAnsweringAsync(CancellationToken cancellation)
    {
        var service = access.Locate();
        var connection = _current is { } known && known.Service == service ? known : Take(access.Open(service));
        return await connection.IsAnsweringAsync(cancellation)
            ? connection
            : throw new UnreachableException($"The service at {service} does not answer.");
    }

    private ServiceHttp Take(ServiceHttp connection)
    {
        log.Note($"The service is at {connection.Service}.");

        // The one before is not disposed of: what is still under way on it ends by itself.
        _current = connection;
        return connection;
    }
}
