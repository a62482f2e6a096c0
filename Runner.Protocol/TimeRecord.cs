using System.Buffers.Binary;

namespace StataRuns.Runner.Protocol;

/// <summary>
/// When a log had how many bytes (<c>times</c> in the attempt's folder): 16 bytes each, two little-endian numbers. Times never
/// go back, so that a record can be looked for by halves. The runner writes them, since it lives as long as the process does
/// whatever happens to the service: at most one a second, and none while the log is silent.
/// </summary>
/// <param name="Offset">Bytes of the log.</param>
/// <param name="At">When it had them, to the millisecond.</param>
public readonly record struct TimeRecord(long Offset, DateTimeOffset At)
{
    /// <summary>Bytes of a record.</summary>
    public const int Bytes = 16;

    /// <summary>Reads a record.</summary>
    public static TimeRecord Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadInt64LittleEndian(bytes),
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(
            BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]), 0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())));

    /// <summary>Writes it.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Offset);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], At.ToUnixTimeMilliseconds());
    }
}
