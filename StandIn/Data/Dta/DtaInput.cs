using System.Buffers.Binary;
using System.Text;

namespace StataRuns.StandIn.Data.Dta;

/// <summary>Reads tags, numbers and texts, and trusts nothing: a file that ends early or says otherwise is corrupt.</summary>
internal sealed class DtaInput(Stream stream)
{
    private readonly byte[] _small = new byte[8];

    public bool IsSwapped { get; set; }

    public long Left => stream.Length - stream.Position;

    public static StataError Corrupt() => new(688, ".dta file is corrupt");

    public void Fill(Span<byte> bytes)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw Corrupt();
        }
    }

    public void Skip(long bytes)
    {
        Room(bytes);
        stream.Seek(bytes, SeekOrigin.Current);
    }

    /// <summary>Throws unless so many bytes are still there: nothing is allocated on a damaged file's word.</summary>
    public void Room(long bytes)
    {
        if (bytes < 0 || bytes > Left)
        {
            throw Corrupt();
        }
    }

    public void Expect(string text)
    {
        if (!Begins(text))
        {
            throw Corrupt();
        }
    }

    /// <summary>Takes a text if it is what comes next.</summary>
    public bool Begins(string text)
    {
        Span<byte> found = stackalloc byte[text.Length];
        var start = stream.Position;
        if (stream.ReadAtLeast(found, found.Length, throwOnEndOfStream: false) == found.Length && found.SequenceEqual(Encoding.ASCII.GetBytes(text)))
        {
            return true;
        }

        stream.Position = start;
        return false;
    }

    public int Byte()
    {
        Fill(_small.AsSpan(0, 1));
        return _small[0];
    }

    public int Short()
    {
        Fill(_small.AsSpan(0, 2));
        return IsSwapped ? BinaryPrimitives.ReadUInt16BigEndian(_small) : BinaryPrimitives.ReadUInt16LittleEndian(_small);
    }

    public int Int()
    {
        Fill(_small.AsSpan(0, 4));
        return IsSwapped ? BinaryPrimitives.ReadInt32BigEndian(_small) : BinaryPrimitives.ReadInt32LittleEndian(_small);
    }

    public long Long()
    {
        Fill(_small);
        return IsSwapped ? BinaryPrimitives.ReadInt64BigEndian(_small) : BinaryPrimitives.ReadInt64LittleEndian(_small);
    }

    /// <summary>A count of 1, 2, 4 or 8 bytes.</summary>
    public long Count(int bytes)
    {
        var count = bytes switch
        {
            1 => Byte(),
            2 => Short(),
            4 => (uint)Int(),
            _ => Long(),
        };
        return count >= 0 ? count : throw Corrupt();
    }

    public string Text(long bytes)
    {
        Room(bytes);
        var text = new byte[bytes];
        Fill(text);
        return Encoding.Latin1.GetString(text);
    }

    /// <summary>A text in a field of fixed width, up to its first zero.</summary>
    public string Field(int bytes)
    {
        var text = Text(bytes);
        var end = text.IndexOf('\0', StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }
}
