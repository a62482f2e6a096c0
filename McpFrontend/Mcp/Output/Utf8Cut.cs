using System.Buffers;
using System.Text;

namespace StataRuns.McpFrontend.Mcp.Output;

/// <summary>
/// Turns a stretch of a log into text without cutting a character. Logs are UTF-8 as Stata writes them and anything else as
/// old files hold it: what is no UTF-8 becomes the replacement character, byte positions stay true.
/// </summary>
internal static class Utf8Cut
{
    /// <summary>Decodes bytes up to a number of characters.</summary>
    /// <param name="bytes">The bytes, beginning at a character.</param>
    /// <param name="maxChars">At most so many UTF-16 units of text.</param>
    /// <param name="more">May more bytes follow? Then a character that is cut off at the end is left for the next page.</param>
    /// <param name="consumed">How many bytes the text stands for.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, int maxChars, bool more, out int consumed)
    {
        var text = new StringBuilder(Math.Min(bytes.Length, maxChars));
        Span<char> units = stackalloc char[2];
        consumed = 0;
        while (consumed < bytes.Length)
        {
            var rest = bytes[consumed..];
            var ascii = Ascii(rest, maxChars - text.Length);
            if (ascii > 0)
            {
                text.Append(Encoding.ASCII.GetString(rest[..ascii]));
                consumed += ascii;
                continue;
            }

            var status = Rune.DecodeFromUtf8(rest, out var rune, out var length);
            if (status is OperationStatus.NeedMoreData && more)
            {
                break;
            }

            var written = rune.EncodeToUtf16(units);
            if (text.Length + written > maxChars)
            {
                break;
            }

            text.Append(units[..written]);
            consumed += length;
        }

        return text.ToString();
    }

    /// <summary>Decodes all bytes.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    /// <summary>How many bytes at the start belong to a character that began before them: 0 to 3.</summary>
    public static int Continuation(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        while (count < Math.Min(3, bytes.Length) && (bytes[count] & 0xC0) == 0x80)
        {
            count++;
        }

        return count;
    }

    /// <summary>How many bytes at the end are the beginning of a character that is not there whole: 0 to 3.</summary>
    public static int Unfinished(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var lead = bytes[^back];
            if ((lead & 0xC0) == 0x80)
            {
                continue;
            }

            return Rune.DecodeFromUtf8(bytes[^back..], out _, out _) is OperationStatus.NeedMoreData ? back : 0;
        }

        return 0;
    }

    private static int Ascii(ReadOnlySpan<byte> bytes, int atMost)
    {
        var window = bytes[..Math.Min(bytes.Length, atMost)];
        var other = window.IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
        return other < 0 ? window.Length : other;
    }
}
