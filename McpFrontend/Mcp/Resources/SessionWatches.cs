using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace StataRuns.McpFrontend.Mcp.Resources;

/// <summary>What one session waits for: one watch for each address.</summary>
/// <param name="server">The session itself: what is sent by a request's server goes into that request's response, which is over.</param>
/// <param name="logger">Told when the client does not listen.</param>
internal sealed partial class SessionWatches(McpServer server, ILogger logger) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, CancellationTokenSource> _watches = [];
    private readonly HashSet<string> _removedEarly = [];
    private bool _isWhole;
    private bool _changedEarly;
    private bool _isOver;

    /// <summary>The addresses.</summary>
    public IReadOnlyList<string> Uris
    {
        get
        {
            lock (_lock)
            {
                return [.. _watches.Keys];
            }
        }
    }

    /// <summary>What the session waited for before is among the addresses: until then they must not be written down in its place.</summary>
    public bool IsWhole
    {
        get
        {
            lock (_lock)
            {
                return _isWhole;
            }
        }
    }

    /// <summary>Goes on to wait for what the session waited for before, except for what its client has ended meanwhile.</summary>
    /// <param name="uris">The addresses that were written down.</param>
    /// <param name="watch">As for <see cref="Add"/>, for an address.</param>
    /// <returns>Has the client changed anything meanwhile, so that they are to be written down now?</returns>
    public bool TakeUp(IEnumerable<string> uris, Func<string, Func<CancellationToken, Task>, CancellationToken, Task> watch)
    {
        foreach (var uri in uris)
        {
            Begin(uri, isOld: true, (tell, end) => watch(uri, tell, end));
        }

        lock (_lock)
        {
            _isWhole = true;
            return _changedEarly;
        }
    }

    /// <summary>Begins to wait for a resource; once more is the same as once.</summary>
    /// <param name="uri">Its address.</param>
    /// <param name="watch">Waits, and tells of each change by what it is given, until nothing can come any more.</param>
    /// <returns>False if there are too many already.</returns>
    public bool Add(string uri, Func<Func<CancellationToken, Task>, CancellationToken, Task> watch)
    {
        lock (_lock)
        {
            _changedEarly |= !_isWhole;
            _removedEarly.Remove(uri);
        }

        return Begin(uri, isOld: false, watch);
    }

    /// <summary>Ends to wait for it.</summary>
    public void Remove(string uri)
    {
        CancellationTokenSource? end;
        lock (_lock)
        {
            _watches.Remove(uri, out end);
            if (!_isWhole)
            {
                _changedEarly = true;
                _removedEarly.Add(uri);
            }
        }

        end?.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        List<CancellationTokenSource> all;
        lock (_lock)
        {
            _isOver = true;
            all = [.. _watches.Values];
            _watches.Clear();
        }

        foreach (var end in all)
        {
            await end.CancelAsync();
        }
    }

    private bool Begin(string uri, bool isOld, Func<Func<CancellationToken, Task>, CancellationToken, Task> watch)
    {
        CancellationTokenSource end;
        lock (_lock)
        {
            if (_isOver || _watches.ContainsKey(uri) || (isOld && _removedEarly.Contains(uri)))
            {
                return true;
            }

            if (_watches.Count >= SessionSubscriptions.Most)
            {
                return false;
            }

            _watches[uri] = end = new CancellationTokenSource();
        }

        _ = WatchAsync(uri, watch, end);
        return true;
    }

    private async Task WatchAsync(string uri, Func<Func<CancellationToken, Task>, CancellationToken, Task> watch, CancellationTokenSource end)
    {
        try
        {
            await watch(cancellation => SendAsync(uri, cancellation), end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Nobody waits any more.
        }
        catch (Exception e)
        {
            // Nobody awaits this: what went wrong is said here or nowhere.
            LogEnded(logger, uri, e);
            throw;
        }
        finally
        {
            lock (_lock)
            {
                if (_watches.GetValueOrDefault(uri) == end)
                {
                    _watches.Remove(uri);
                }
            }
        }
    }

    private async Task SendAsync(string uri, CancellationToken cancellation)
    {
        try
        {
            await server.SendNotificationAsync(
                NotificationMethods.ResourceUpdatedNotification, new ResourceUpdatedNotificationParams { Uri = uri }, cancellationToken: cancellation);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or ObjectDisposedException)
        {
            // The client has hung up its stream. It may come back for the next one.
            LogUnsent(logger, uri, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "That {Uri} changed could not be sent: {Reason}")]
    private static partial void LogUnsent(ILogger logger, string uri, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A subscription to {Uri} ended by itself")]
    private static partial void LogEnded(ILogger logger, string uri, Exception exception);
}
