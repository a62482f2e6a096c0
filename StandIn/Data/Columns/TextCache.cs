using System.Text;

namespace StataRuns.StandIn.Data.Columns;

/// <summary>Texts in data repeat: one that was read lately is used again rather than made anew.</summary>
internal sealed class TextCache
{
    private const int Size = 256;
    private readonly string[] _recent = new string[Size];

    public TextCache() => Array.Fill(_recent, "");

    public string Get(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return "";
        }

        var hash = new HashCode();
        hash.AddBytes(bytes);
        ref var known = ref _recent[hash.ToHashCode() & (Size - 1)];
        return IsSame(known, bytes) ? known : known = Encoding.Latin1.GetString(bytes);
    }

    private static bool IsSame(string text, ReadOnlySpan<byte> bytes)
    {
        if (text.Length != bytes.Length)
        {
            return false;
        }

        for (var i = 0; i < bytes.Length; i++)
        {
            if (text[i] != bytes[i])
            {
                return false;
            }
        }

        return true;
    }
}
