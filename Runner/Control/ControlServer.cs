using System.Text.Json;
using StataRuns.Runner.Limits;
using StataRuns.Runner.Protocol;
using StataRuns.Runner.Unix;

namespace StataRuns.Runner.Control;

/// <summary>
/// The runner's control socket, and the one place where the runner waits: for connections, for their words, for one more descriptor
/// (the process's end), or for a time.
/// </summary>
internal sealed class ControlServer : IDisposable
{
    private const int Backlog = 128;
    private const int MostConnections = 128;

    /// <summary>How long a socket whose file was lost may be unreachable: a cancel waits for it.</summary>
    private const double LookSeconds = 2;

    private readonly string _path;
    private readonly string _nonce;
    private readonly TimeProvider _time;
    private LocalSocket _listener;
    private readonly Poller _poller = new();
    private readonly List<ControlConnection> _connections = [];
    private PathStatus? _place;
    private Deadline _nextLook;
    private bool _isFinished;
    private ControlEvent _hello;

    private ControlServer(string path, string nonce, TimeProvider time)
    {
        _path = path;
        _nonce = nonce;
        _time = time;
        _hello = new() { Kind = ControlEventKind.Hello, Nonce = nonce };
        _listener = LocalSocket.Listen(path, Backlog);
        _place = PathStatus.Of(path);
        _nextLook = Deadline.In(LookSeconds, time);
    }

    /// <summary>Has anybody asked to stop?</summary>
    public bool IsStopRequested { get; private set; }

    /// <summary>Listens. The attempt's lock must be held: what lies at the path then is a dead runner's.</summary>
    public static ControlServer Open(Job job, TimeProvider time)
    {
        File.Delete(job.ControlSocket);
        return new ControlServer(job.ControlSocket, job.Nonce, time);
    }

    /// <summary>Tells everybody that the process runs, and everybody who comes later at once.</summary>
    public void TellStarted(ProcessRecord process)
    {
        _hello = _hello with { Process = process };
        Tell(new() { Kind = ControlEventKind.Started, Nonce = _nonce, Process = process });
    }

    /// <summary>Waits until something happens, at most this long (null: until it is time to look after the socket), and deals with what connections say.</summary>
    public void Pump(TimeSpan? limit, int endDescriptor = -1)
    {
        KeepReachable();
        _poller.Clear();
        var listener = _poller.Add(_listener.Descriptor, Poller.Readiness.Readable);
        _ = _poller.Add(endDescriptor, Poller.Readiness.Readable);
        var first = _poller.Add(-1, Poller.Readiness.None) + 1;
        foreach (var connection in _connections)
        {
            _ = _poller.Add(connection.Descriptor, connection.Wanted);
        }

        _poller.Wait(_nextLook.Remaining is { } look && !(limit < look) ? look : limit);
        for (var i = 0; i < _connections.Count; i++)
        {
            Serve(_connections[i], _poller.ReadinessOf(first + i));
        }

        HangUpOnClosed();
        if (_poller.ReadinessOf(listener) != Poller.Readiness.None)
        {
            _ = Accept();
        }
    }

    /// <summary>Tells everybody, those who are just coming too, that it's over; then nobody can come any more.</summary>
    public void Finish(ExitRecord exit)
    {
        // Whoever connected before this is in the backlog and gets its answer; whoever comes after it finds the record on disk.
        _isFinished = true;
        _nextLook = Deadline.Never;
        Unlink();
        _hello = _hello with { Exit = exit };
        while (Accept())
        {
        }

        Tell(new() { Kind = ControlEventKind.Ended, Nonce = _nonce, Process = _hello.Process, Exit = exit });

        // The record is on disk, so a second's patience with one that does not read is politeness, not a promise.
        var patience = Deadline.In(1, _time);
        while (_connections.Exists(connection => connection.HasUnsent) && !patience.IsOver)
        {
            Pump(patience.Remaining);
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var connection in _connections)
        {
            connection.Dispose();
        }

        // Ours as long as the lock is held, which is longer than we live. Gone already after an ordinary end.
        Unlink();
    }

    /// <summary>
    /// Listens again where the socket's file was lost: a sweep of temporary folders, a restored backup or a person may have taken it, and then no service that comes later could
    /// stop the run. Whoever is connected already stays so. Nobody else can be listening there: the attempt's lock is ours.
    /// </summary>
    private void KeepReachable()
    {
        if (_isFinished || !_nextLook.IsOver)
        {
            return;
        }

        _nextLook = Deadline.In(LookSeconds, _time);
        if (OperatingSystem.IsLinux() ? _place is not null && PathStatus.Of(_path) == _place : File.Exists(_path))
        {
            return;
        }

        try
        {
            if (!PrivateParent.Make(_path))
            {
                return; // another user's folder is there now: what it says is not to be believed
            }

            File.Delete(_path);
            var again = LocalSocket.Listen(_path, Backlog);
            while (Accept())
            {
            }

            _listener.Dispose();
            (_listener, _place) = (again, PathStatus.Of(_path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full or read-only disk, for example: tried again at the next look.
        }
    }

    private void Unlink()
    {
        try
        {
            File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Its folder is gone, or may not be changed any more. A socket without a listener refuses, so it does no harm.
        }
    }

    private void Serve(ControlConnection connection, Poller.Readiness readiness)
    {
        if ((readiness & (Poller.Readiness.Readable | Poller.Readiness.Broken)) != 0)
        {
            IsStopRequested |= connection.Receive();
        }

        if ((readiness & Poller.Readiness.Writable) != 0)
        {
            connection.Flush();
        }
    }

    private bool Accept()
    {
        if (_listener.Accept() is not { } accepted)
        {
            return false; // nobody there any more, or too many descriptors; poll says when there is another one
        }

        if (_connections.Count >= MostConnections)
        {
            accepted.Dispose();
            return true;
        }

        var connection = new ControlConnection(accepted);
        _connections.Add(connection);
        connection.Say(LineOf(_hello));
        return true;
    }

    private void Tell(ControlEvent what)
    {
        var line = LineOf(what);
        foreach (var connection in _connections)
        {
            connection.Say(line);
        }

        HangUpOnClosed();
    }

    private void HangUpOnClosed() => _connections.RemoveAll(static connection =>
    {
        if (!connection.IsOpen)
        {
            connection.Dispose();
        }

        return !connection.IsOpen;
    });

    private static byte[] LineOf(ControlEvent what) => [.. JsonSerializer.SerializeToUtf8Bytes(what, RunnerJson.Default.ControlEvent), (byte)'\n'];
}
