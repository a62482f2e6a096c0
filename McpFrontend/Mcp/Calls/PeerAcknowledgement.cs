using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Net.Http.Headers;

namespace StataRuns.McpFrontend.Mcp.Calls;

/// <summary>
/// Did the other side's system take a response? A write that succeeded only says that ours has it: a client that hung up a
/// moment before looks alive until its reset is back, and one that hangs up right behind the response has got it all the
/// same. Both look alike to the server, which closes its socket at either. What tells them apart is whether the bytes were
/// acknowledged, and Linux counts that; elsewhere, that nobody hung up has to do.
/// </summary>
internal sealed partial class PeerAcknowledgement : IDisposable
{
    private const int DuplicateCloseOnExec = 1030; // F_DUPFD_CLOEXEC in linux/fcntl.h

    // Beyond a network of this earth an acknowledgement is not on its way but lost.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly int _descriptor;
    private long _wanted;

    private PeerAcknowledgement(int descriptor, long wanted) => (_descriptor, _wanted) = (descriptor, wanted);

    /// <summary>
    /// Do the connection's counters speak of this request's own peer? Not where a proxy stands between, whose system acknowledges for it,
    /// and not of HTTP/2, where requests share a connection.
    /// </summary>
    public static bool CanCount(HttpContext request) =>
        OperatingSystem.IsLinux()
        && HttpProtocol.IsHttp11(request.Request.Protocol)
        && !ForwardingHeaders.Any(request.Request.Headers.ContainsKey)
        && request.Features.Get<IConnectionSocketFeature>()?.Socket is not null;

    private static readonly string[] ForwardingHeaders = [HeaderNames.Via, "Forwarded", "X-Forwarded-For"];

    /// <summary>Begins to watch a request's connection, before its response is written.</summary>
    /// <param name="context">The request.</param>
    /// <param name="watch">What watches; null where the system cannot tell.</param>
    /// <returns>False if the connection is gone already.</returns>
    public static bool TryBegin(HttpContext context, out PeerAcknowledgement? watch)
    {
        watch = null;
        if (context.Features.Get<IConnectionSocketFeature>()?.Socket is not { } socket)
        {
            return !context.RequestAborted.IsCancellationRequested;
        }

        try
        {
            // A descriptor of our own, because the server closes its one as soon as the other side hangs up.
            var descriptor = Duplicate((int)socket.Handle, DuplicateCloseOnExec, 0);
            if (descriptor < 0)
            {
                return false;
            }

            if (TcpCounters.TryRead(descriptor) is { } before)
            {
                watch = new PeerAcknowledgement(descriptor, before.Queued);
                return !before.IsClosed;
            }

            _ = Close(descriptor);
            return !context.RequestAborted.IsCancellationRequested;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>The response has at least so many bytes more than was queued at the beginning.</summary>
    public void ExpectAtLeast(int bytes) => _wanted += bytes;

    /// <summary>The response was written to its end: all that is queued by now is wanted.</summary>
    public void ExpectAll() => _wanted = Math.Max(_wanted, TcpCounters.TryRead(_descriptor)?.Queued ?? long.MaxValue);

    /// <summary>Waits, for a moment, until the response's bytes are acknowledged.</summary>
    /// <returns>False if they were not: they never left, met a reset, or are not taken.</returns>
    public async Task<bool> ArrivesAsync(TimeProvider time)
    {
        var (since, last) = (time.GetTimestamp(), 0L);
        while (TcpCounters.TryRead(_descriptor) is { } now)
        {
            if (now.Acknowledged >= _wanted)
            {
                return true;
            }

            if (now.Acknowledged > last)
            {
                (since, last) = (time.GetTimestamp(), now.Acknowledged); // a slow link, which takes it all the same
            }

            if (now.IsClosed || time.GetElapsedTime(since) > Patience)
            {
                return false;
            }

            await Task.Delay(Pause, time);
        }

        return false;
    }

    public void Dispose() => _ = Close(_descriptor);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Duplicate(int descriptor, int command, int lowest);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
