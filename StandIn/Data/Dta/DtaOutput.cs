using System.Buffers.Binary;
using System.Text;

namespace StataRuns.StandIn.Data.Dta;

/// <summary>Writes tags, numbers and texts, the lowest byte of a number first.</summary>
internal sealed class DtaOutput(Stream stream)
{
    private readonly byte[] _small = new byte[8];

    public long Position => stream.Position;

    public void Bytes(ReadOnlySpan<byte> bytes) => stream.Write(bytes);

    public void Text(string text) => stream.Write(Encoding.Latin1.GetBytes(text));

    public void Byte(int value) => stream.WriteByte((byte)value);

    public void Int(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_small, value);
        stream.Write(_small, 0, sizeof(int));
    }

    public void Long(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_small, value);
        stream.Write(_small);
    }

    public void Count(long value, int bytes)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_small, value);
        stream.Write(_small, 0, bytes);
    }

    public void Zeros(int count)
    {
        for (var i = 0; i < count; i++)
        {
            stream.WriteByte(0);
        }
    }

    /// <summary>A text in a field of fixed width that ends with a zero; one too long is cut between characters.</summary>
    public void Field(string text, int bytes)
    {
        var field = Fitting(text, bytes - 1);
        Text(field);
        Zeros(bytes - field.Length);
    }

    /// <summary>As much of a text as fits, with no character cut in two.</summary>
    public static string Fitting(string text, int bytes)
    {
        if (text.Length <= bytes)
        {
            return text;
        }

        while (bytes > 0 && ByteText.IsContinuation(text[bytes]))
        {
            bytes--;
        }

        return text[..bytes];
    }
}
