using System.Buffers.Binary;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;

namespace StataRuns.McpFrontend.Mcp.Calls;

/// <summary>
/// Did the other side's system take what was written? A write that succeeded only says that ours has it: a client that hung
/// up a moment before looks alive until its answer, a reset, is back. Linux knows, by TCP_INFO; elsewhere the write has to do.
/// </summary>
internal static class PeerAcknowledgement
{
    // tcp(7) and linux/tcp.h: struct tcp_info.
    private const int ProtocolTcp = 6;
    private const int TcpInfo = 11;
    private const int UnackedAt = 24;
    private const int NotSentAt = 144;
    private const int InfoBytes = NotSentAt + sizeof(uint);
    private const byte StateClosed = 7;

    // Beyond a network of this earth an acknowledgement is not on its way but lost.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits, for a moment, until every byte written to a request's connection is acknowledged.</summary>
    /// <returns>False if the connection was reset, or does not take the bytes.</returns>
    public static async Task<bool> ArrivesAsync(HttpContext context, TimeProvider time)
    {
        if (!OperatingSystem.IsLinux() || context.Features.Get<IConnectionSocketFeature>()?.Socket is not { } socket)
        {
            return true;
        }

        var begun = time.GetTimestamp();
        while (true)
        {
            switch (Look(socket))
            {
                case Answer.Taken:
                    return true;
                case Answer.Reset:
                    return false;
                case Answer.Pending when time.GetElapsedTime(begun) > Patience:
                    return false;
                default:
                    await Task.Delay(Pause, time);
                    break;
            }
        }
    }

    private static Answer Look(Socket socket)
    {
        var info = new byte[InfoBytes];
        try
        {
            if (socket.GetRawSocketOption(ProtocolTcp, TcpInfo, info) < InfoBytes)
            {
                return Answer.Taken; // an older system, which knows less
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return Answer.Reset;
        }

        if (info[0] == StateClosed)
        {
            return Answer.Reset;
        }

        return Number(info, UnackedAt) == 0 && Number(info, NotSentAt) == 0 ? Answer.Taken : Answer.Pending;
    }

    private static uint Number(byte[] info, int at)
    {
        var bytes = info.AsSpan(at);
        return BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    private enum Answer
    {
        Taken,
        Pending,
        Reset,
    }
}
