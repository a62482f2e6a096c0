using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace StataRuns.McpFrontend.Mcp.Calls;

/// <summary>What Linux counts of a connection's outgoing bytes.</summary>
/// <param name="Queued">Bytes that were given to the system, sent or not.</param>
/// <param name="Acknowledged">Bytes that the other side's system has taken.</param>
/// <param name="IsClosed">Nothing will be acknowledged any more.</param>
internal readonly partial record struct TcpCounters(long Queued, long Acknowledged, bool IsClosed)
{
    // tcp(7) and linux/tcp.h: struct tcp_info, with bytes_sent since Linux 4.19.
    private const int ProtocolTcp = 6;
    private const int TcpInfo = 11;
    private const int AckedAt = 120;
    private const int NotSentAt = 144;
    private const int SentAt = 200;
    private const int SentAgainAt = 208;
    private const int InfoBytes = SentAgainAt + sizeof(ulong);
    private const byte StateClosed = 7;

    /// <summary>Reads the counters of a socket; null where the system does not know them.</summary>
    public static TcpCounters? TryRead(int descriptor)
    {
        Span<byte> info = stackalloc byte[InfoBytes];
        var length = InfoBytes;
        if (GetSocketOption(descriptor, ProtocolTcp, TcpInfo, info, ref length) != 0 || length < InfoBytes)
        {
            return null;
        }

        // Whatever is sent again is counted again.
        var sent = Long(info[SentAt..]) - Long(info[SentAgainAt..]);
        return new TcpCounters(sent + Int(info[NotSentAt..]), Long(info[AckedAt..]), info[0] == StateClosed);
    }

    private static long Long(ReadOnlySpan<byte> bytes) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : BinaryPrimitives.ReadInt64BigEndian(bytes);

    private static uint Int(ReadOnlySpan<byte> bytes) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

    [LibraryImport("libc", EntryPoint = "getsockopt")]
    private static partial int GetSocketOption(int descriptor, int level, int name, Span<byte> value, ref int length);
}
