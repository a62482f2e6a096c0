using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Calls;

/// <summary>What an HTTP request carries home, if anything: a run's final result. It lives as long as the request.</summary>
internal sealed class Parcel(OpenDeliveries open) : IDisposable
{
    private readonly Lock _lock = new();
    private PeerAcknowledgement? _acknowledgement;
    private (RunId Run, int AtLeastBytes)? _content;
    private bool _isOnItsWay;
    private bool _isOver;

    /// <summary>The tool: this is what the response will hold.</summary>
    public void Fill(RunId run, int atLeastBytes)
    {
        lock (_lock)
        {
            if (_isOver || _content is not null)
            {
                return;
            }

            _content = (run, atLeastBytes);
            open.Begin(run);
        }
    }

    /// <summary>The filter: the response is about to be written. A call may end after its request did; then there is nothing to watch.</summary>
    public void Send(HttpContext request)
    {
        lock (_lock)
        {
            if (_content is { } content && !_isOver && !_isOnItsWay)
            {
                _isOnItsWay = PeerAcknowledgement.TryBegin(request, content.AtLeastBytes, out _acknowledgement);
            }
        }
    }

    /// <summary>The middleware: the endpoint is done.</summary>
    /// <returns>The run whose final result arrived; null if none did.</returns>
    public async Task<RunId?> ArrivedAsync(HttpContext request, TimeProvider time)
    {
        RunId run;
        PeerAcknowledgement? acknowledgement;
        lock (_lock)
        {
            if (!_isOnItsWay || _content is not { } content)
            {
                return null;
            }

            (run, acknowledgement) = (content.Run, _acknowledgement);
        }

        var arrived = acknowledgement is null
            ? !request.RequestAborted.IsCancellationRequested
            : await acknowledgement.ArrivesAsync(time);
        return arrived ? run : null;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isOver = true;
            _acknowledgement?.Dispose();
            _acknowledgement = null;
            if (_content is { } content)
            {
                open.End(content.Run);
            }
        }
    }
}
