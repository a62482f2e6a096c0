using System.Net;
using System.Net.Sockets;

namespace StataRuns.McpFrontend.Serve;

/// <summary>Binds the service's socket: the port that was asked for, or, where nobody asked for one, a free one if the usual one is taken.</summary>
internal sealed class ListenSocket(bool mayMove)
{
    /// <summary>The port that was taken, if the service had to move.</summary>
    public int? TakenPort { get; private set; }

    /// <summary>Binds a socket, which Kestrel then listens on.</summary>
    public Socket Bind(EndPoint endPoint)
    {
        var wanted = (IPEndPoint)endPoint;
        try
        {
            return BindTo(wanted);
        }
        catch (SocketException e) when (mayMove && e.SocketErrorCode is (SocketError.AddressAlreadyInUse or SocketError.AccessDenied))
        {
            TakenPort = wanted.Port;
            return BindTo(new IPEndPoint(wanted.Address, 0));
        }
    }

    private static Socket BindTo(IPEndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endPoint);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
