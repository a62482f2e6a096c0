using StataRuns.McpFrontend.Cli;
using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.McpFrontend.Stdio;

/// <summary>
/// Keeps the way to the service open: starts it where none runs, finds it again where it was lost. Everything that is under
/// way shares one connection, and one search for the next.
/// </summary>
internal sealed class ServiceLink(ServiceAccess access, RelayLog log) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _end = new();
    private Task<ServiceHttp>? _search;
    private volatile ServiceHttp? _current;

    /// <summary>The service, started if none runs.</summary>
    /// <exception cref="CliException">It did not start; the message says why.</exception>
    public async Task<ServiceHttp> GetAsync(CancellationToken cancellation)
    {
        if (_current is { } known && known.Service.Process.IsAlive())
        {
            return known;
        }

        await _turn.WaitAsync(cancellation);
        try
        {
            if (_current is { } found && found.Service.Process.IsAlive())
            {
                return found;
            }

            return Take(await access.OpenAsync(cancellation));
        }
        finally
        {
            _turn.Release();
        }
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
            if (_current is { } other && other != lost && other.Service.Process.IsAlive())
            {
                return other;
            }

            // One search for all: were they to search in turn, each would wait for a stopped service anew.
            if (_search is not { IsCompleted: false })
            {
                log.Note($"The service at {lost.Service.Url} (process {lost.Service.ProcessId}) was lost.");
                _search = access.AgainAsync(FindAnsweringAsync, _end.Token);
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
        _turn.Dispose();
    }

    private async Task<ServiceHttp> FindAnsweringAsync(CancellationToken cancellation)
    {
        var service = access.Find() ?? throw access.NoneRuns();
        var connection = _current is { } known && known.Service == service ? known : Take(access.Open(service));
        return await connection.IsAnsweringAsync(cancellation)
            ? connection
            : throw new CliException($"The service at {service.Url} (process {service.ProcessId}) does not answer.", ExitCode.LostOrUnreachable);
    }

    private ServiceHttp Take(ServiceHttp connection)
    {
        log.Note($"The service is at {connection.Service.Url} (process {connection.Service.ProcessId}).");

        // The one before is not disposed of: what is still under way on it ends by itself.
        _current = connection;
        return connection;
    }
}
