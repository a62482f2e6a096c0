using System.Runtime.InteropServices;
using System.Text.Json;
using StataRuns.Runner.Protocol;
using StataRuns.Runner.Unix;

namespace StataRuns.Runner.Control;

/// <summary>
/// One service that listens, and may ask. It never makes anybody wait: what it does not read stays in a small queue, and one
/// that lets the queue or a line grow is hung up on; it may come again.
/// </summary>
internal sealed class ControlConnection(LocalSocket socket) : IDisposable
{
    private const int LongestLine = 4096;
    private const int LongestQueue = 256 * 1024;

    private readonly List<byte> _toSend = [];
    private readonly List<byte> _received = [];

    public int Descriptor => socket.Descriptor;

    public bool IsOpen { get; private set; } = true;

    public bool HasUnsent => IsOpen && _toSend.Count > 0;

    public Poller.Readiness Wanted => HasUnsent ? Poller.Readiness.Readable | Poller.Readiness.Writable : Poller.Readiness.Readable;

    /// <summary>Sends a line, now as far as the system takes it, the rest when it can.</summary>
    public void Say(ReadOnlySpan<byte> line)
    {
        _toSend.AddRange(line);
        IsOpen = IsOpen && _toSend.Count <= LongestQueue;
        Flush();
    }

    public void Flush()
    {
        while (HasUnsent)
        {
            switch (socket.Send(CollectionsMarshal.AsSpan(_toSend)))
            {
                case null:
                    IsOpen = false;
                    return;
                case 0:
                    return;
                case { } sent:
                    _toSend.RemoveRange(0, sent);
                    break;
            }
        }
    }

    /// <summary>Reads what has come.</summary>
    /// <returns>Did it ask to stop?</returns>
    public bool Receive()
    {
        Span<byte> buffer = stackalloc byte[LongestLine];
        if (socket.Receive(buffer) is not { } received)
        {
            IsOpen = false;
            return false;
        }

        _received.AddRange(buffer[..received]);
        var stop = false;
        while (_received.IndexOf((byte)'\n') is var end and >= 0)
        {
            stop |= IsStop(CollectionsMarshal.AsSpan(_received)[..end]);
            _received.RemoveRange(0, end + 1);
        }

        IsOpen = _received.Count <= LongestLine;
        return stop;
    }

    public void Dispose() => socket.Dispose();

    // A line that we don't understand is a newer service's, whose other lines we may understand.
    private static bool IsStop(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, RunnerJson.Default.ControlRequest) is { Kind: ControlRequestKind.Stop };
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
