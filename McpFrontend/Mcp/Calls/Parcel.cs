using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Calls;

/// <summary>The runs whose final status an HTTP request's answer holds. It lives as long as the request.</summary>
/// <param name="open">Knows what is on its way.</param>
/// <param name="isProxied">What comes in comes from a proxy, whose system acknowledges bytes that its client may never see.</param>
/// <param name="time">The clock.</param>
internal sealed class Parcel(OpenDeliveries open, bool isProxied, TimeProvider time) : IDisposable
{
    // What ended earlier is not delivered to a repeated call anyway; clocks of gateway and host may differ.
    private static readonly TimeSpan WorthMarking = Redelivery.Window + TimeSpan.FromMinutes(50);

    private readonly Lock _lock = new();
    private readonly List<RunId> _runs = [];
    private PeerAcknowledgement? _acknowledgement;
    private int _atLeastBytes;
    private bool _isBegun;
    private bool _isOnItsWay;
    private bool _isOver;

    /// <summary>The runs.</summary>
    public IReadOnlyList<RunId> Runs
    {
        get
        {
            lock (_lock)
            {
                return [.. _runs];
            }
        }
    }

    /// <summary>The answer was seen on its way.</summary>
    public bool IsOnItsWay
    {
        get
        {
            lock (_lock)
            {
                return _isOnItsWay;
            }
        }
    }

    /// <summary>The answer will hold these runs, and at least so many bytes more. A call may end after its request did; then there is nothing to deliver.</summary>
    public void Add(IEnumerable<RunSnapshot> runs, int atLeastBytes)
    {
        lock (_lock)
        {
            if (_isOver || _isOnItsWay)
            {
                return;
            }

            _atLeastBytes += atLeastBytes;
            var since = time.GetUtcNow() - WorthMarking;
            foreach (var run in runs.Where(run => run is { WasDelivered: false } && run.Status.IsFinal() && run.FinishedAt > since && !_runs.Contains(run.RunId)))
            {
                _runs.Add(run.RunId);
                open.Begin(run.RunId);
            }
        }
    }

    /// <summary>The answer is about to be written; that it was is not asked, so that its length has to do.</summary>
    public void Send(HttpContext request)
    {
        lock (_lock)
        {
            if (TryBegin(request))
            {
                _acknowledgement?.ExpectAtLeast(_atLeastBytes);
                _isOnItsWay = true;
            }
        }
    }

    /// <summary>The answer is about to be written, and <see cref="Sent"/> will be said. The connection is held from here on: its client may hang up right behind the last byte.</summary>
    public void Begin(HttpContext request)
    {
        lock (_lock)
        {
            _isBegun = TryBegin(request);
        }
    }

    /// <summary>All of the answer was written.</summary>
    public void Sent()
    {
        lock (_lock)
        {
            _acknowledgement?.ExpectAll();
            _isOnItsWay |= _isBegun;
        }
    }

    /// <summary>
    /// The endpoint is done: did the other side take the answer? Where its system's acknowledgements cannot be counted (a proxy, a
    /// connection that other requests share, another system than Linux) the server's word counts: all was written, and nobody had hung up.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="isWhole">The endpoint did all that it had to do.</param>
    public async Task<bool> ArrivedAsync(HttpContext request, bool isWhole)
    {
        PeerAcknowledgement? acknowledgement;
        lock (_lock)
        {
            acknowledgement = _acknowledgement;
        }

        if (isWhole)
        {
            // The reader of a plain answer waits for its end, and need not wait for what is noted of it.
            await request.Response.CompleteAsync();
        }

        return acknowledgement is null
            ? isWhole && !request.RequestAborted.IsCancellationRequested
            : await acknowledgement.ArrivesAsync(time);
    }

    /// <summary>A run's delivery is noted.</summary>
    public void End(RunId run)
    {
        lock (_lock)
        {
            if (_runs.Remove(run))
            {
                open.End(run);
            }
        }
    }

    private bool TryBegin(HttpContext request) =>
        _runs.Count > 0 && !_isOver && !_isOnItsWay && _acknowledgement is null
        && (isProxied || !PeerAcknowledgement.CanCount(request)
            ? !request.RequestAborted.IsCancellationRequested
            : PeerAcknowledgement.TryBegin(request, out _acknowledgement));

    public void Dispose()
    {
        lock (_lock)
        {
            _isOver = true;
            _acknowledgement?.Dispose();
            _acknowledgement = null;
            _runs.ForEach(open.End);
        }
    }
}
