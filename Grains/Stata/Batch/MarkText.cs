using System.Text;

namespace StataRuns.Stata;

/// <summary>What both marks have in common: the attempt's nonce first, a line's end last, so that a torn write is no mark.</summary>
internal static class MarkText
{
    public static bool TryTake(ref ReadOnlySpan<byte> bytes, string nonce)
    {
        Span<byte> expected = stackalloc byte[256];
        if (nonce.Length is 0 or > 64 || !bytes.StartsWith(expected = expected[..Encoding.UTF8.GetBytes(nonce, expected)]))
        {
            return false;
        }

        bytes = bytes[expected.Length..];
        return true;
    }

    /// <summary>The words and a line's end, LF or (Windows) CRLF, and nothing behind it.</summary>
    public static bool IsEnd(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> words) =>
        bytes.StartsWith(words) && (bytes[words.Length..].SequenceEqual("\n"u8) || bytes[words.Length..].SequenceEqual("\r\n"u8));
}
