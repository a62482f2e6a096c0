using System.Net;
using System.Net.Sockets;
using ModelContextProtocol;

namespace StataRuns.McpFrontend.Cli.Connecting;

/// <summary>Tells a connection that broke from everything else that can go wrong.</summary>
internal static class ServiceLoss
{
    /// <summary>Does this say that the service went away or does not answer? Then connecting again is worth a try.</summary>
    public static bool Is(Exception exception) => exception switch
    {
        HttpRequestException { StatusCode: { } status } => status is >= HttpStatusCode.InternalServerError,
        HttpRequestException or IOException or SocketException or TimeoutException or ObjectDisposedException => true,
        // The client's way to say that its transport closed. An answer that is an error is a McpProtocolException.
        McpProtocolException => false,
        McpException => true,
        _ => false,
    };
}
