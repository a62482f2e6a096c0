using System.Net;
using System.Net.Sockets;

namespace StataRuns.Cluster.Tests;

/// <summary>
/// Ports for servers that must have the same one at each start. They lie below those that the system hands to connections: one of
/// these may be taken between the asking and the listening, and between two starts.
/// </summary>
internal static class FreePorts
{
    private const int First = 12_000, Last = 30_000;

    private static int _next = First + Environment.ProcessId % 1_000 * 16;

    /// <summary>A port that nobody listens on, and that is given out once.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref _next) - First) % (Last - First);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody's; the next one.
            }
        }
    }
}
