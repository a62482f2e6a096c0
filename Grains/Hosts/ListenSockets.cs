using System.Net;
using System.Net.Sockets;

namespace StataRuns.Hosts;

/// <summary>
/// The service's sockets, bound before anything else is built: a port that is taken ends the start at once and in one
/// sentence. Where nobody asked for a port, a free one is taken instead of the usual one.
/// </summary>
internal sealed class ListenSockets : IDisposable
{
    private readonly Dictionary<EndPoint, Socket> _sockets = [];
    private readonly List<ListenAddress> _addresses = [];

    /// <summary>The addresses, as they were bound.</summary>
    public IReadOnlyList<ListenAddress> Addresses => _addresses;

    /// <summary>The port that was taken, if the service had to move.</summary>
    public int? TakenPort { get; private set; }

    /// <summary>Binds the addresses.</summary>
    /// <param name="addresses">Where to listen.</param>
    /// <param name="mayMove">May another port be taken?</param>
    /// <exception cref="StartException">One cannot be bound.</exception>
    public static ListenSockets Bind(IReadOnlyList<ListenAddress> addresses, bool mayMove)
    {
        var sockets = new ListenSockets();
        foreach (var address in addresses)
        {
            try
            {
                sockets.Add(address, mayMove);
            }
            catch (SocketException e)
            {
                sockets.Dispose();
                throw new StartException(e.SocketErrorCode is SocketError.AddressAlreadyInUse
                    ? $"Another program listens on {address.EndPoint} already. Give another address with --urls, such as http://127.0.0.1:0 for a free port."
                    : $"The service cannot listen on {address.EndPoint}: {e.Message}.");
            }
        }

        return sockets;
    }

    /// <summary>Hands a bound socket to the server, which listens on it and closes it.</summary>
    public Socket Take(EndPoint endPoint) => _sockets[endPoint];

    /// <summary>Closes what is open; the server may have done so.</summary>
    public void Dispose()
    {
        foreach (var socket in _sockets.Values)
        {
            socket.Dispose();
        }
    }

    private void Add(ListenAddress address, bool mayMove)
    {
        var endPoint = address.EndPoint;
        if (_sockets.ContainsKey(endPoint))
        {
            return; // the same address twice, by two names
        }

        try
        {
            _sockets[endPoint] = BindTo(endPoint);
        }
        catch (SocketException e) when (mayMove && e.SocketErrorCode is (SocketError.AddressAlreadyInUse or SocketError.AccessDenied))
        {
            TakenPort = endPoint.Port;
            endPoint = new IPEndPoint(endPoint.Address, 0);
            _sockets[endPoint] = BindTo(endPoint);
        }

        _addresses.Add(address with { EndPoint = endPoint });
    }

    private static Socket BindTo(IPEndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.Address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true; // all addresses of this machine, of either kind
            }

            // Bound alone a port is nobody's yet: two services that start at once would both have it, and one would fail later. The
            // server says the same once more.
            socket.Bind(endPoint);
            socket.Listen();
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
