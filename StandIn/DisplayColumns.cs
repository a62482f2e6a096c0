using System.Globalization;
using System.Text;

namespace StataRuns.StandIn;

/// <summary>
/// Columns that text takes on a screen, which is what Stata's tables, formats, lines and abbreviations go by ([U] 12.4.2.2, <c>udstrlen()</c>): two for
/// a character of East Asian width, none for one that joins the character before it. No character is ever cut in two.
/// </summary>
/// <remarks>Text is UTF-8, a char for each byte (see <see cref="ByteText"/>); a byte that is none takes one column.</remarks>
internal static class DisplayColumns
{
    // Unicode's East_Asian_Width: wide and full-width, without the unassigned places between them.
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x231A, 0x231B), (0x23E9, 0x23EC), (0x25FD, 0x25FE), (0x2614, 0x2615), (0x2648, 0x2653), (0x26A1, 0x26A1), (0x2705, 0x2705), (0x274C, 0x274C),
        (0x2753, 0x2757), (0x2795, 0x2797), (0x2B1B, 0x2B1C), (0x2B50, 0x2B50), (0x2E80, 0x303E), (0x3041, 0x4DBF), (0x4E00, 0xA4CF), (0xA960, 0xA97F), (0xAC00, 0xD7A3), (0xF900, 0xFAFF),
        (0xFE30, 0xFE6F), (0xFF01, 0xFF60), (0xFFE0, 0xFFE6), (0x17000, 0x18D08), (0x1B000, 0x1B2FB), (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F900, 0x1F9FF), (0x1FA70, 0x1FAFF),
        (0x20000, 0x3FFFD),
    ];

    private const int FirstWide = 0x1100;

    /// <summary>How many columns the text takes.</summary>
    public static int Of(ReadOnlySpan<char> bytes)
    {
        var columns = 0;
        while (!bytes.IsEmpty)
        {
            bytes = bytes[Next(bytes, out var width)..];
            columns += width;
        }

        return columns;
    }

    /// <summary>The length of the longest beginning that takes so many columns at most.</summary>
    public static int Fitting(ReadOnlySpan<char> bytes, int columns)
    {
        var at = 0;
        while (at < bytes.Length)
        {
            var length = Next(bytes[at..], out var width);
            columns -= width;
            if (columns < 0)
            {
                break;
            }

            at += length;
        }

        return at;
    }

    /// <summary>Where the last character begins, with all that joins it.</summary>
    public static int LastStart(ReadOnlySpan<char> bytes)
    {
        var (at, last) = (0, 0);
        while (at < bytes.Length)
        {
            var length = Next(bytes[at..], out var width);
            last = width > 0 ? at : last;
            at += length;
        }

        return last;
    }

    /// <summary>The length of the first character, and its columns.</summary>
    private static int Next(ReadOnlySpan<char> bytes, out int columns)
    {
        columns = 1;
        if (bytes[0] < 0x80)
        {
            return 1;
        }

        Span<byte> unit = stackalloc byte[4];
        var held = 0;
        for (; held < unit.Length && held < bytes.Length && bytes[held] <= 0xFF; held++)
        {
            unit[held] = (byte)bytes[held];
        }

        if (Rune.DecodeFromUtf8(unit[..held], out var rune, out var length) != System.Buffers.OperationStatus.Done)
        {
            return 1;
        }

        columns = Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format ? 0
            : rune.Value >= FirstWide && Array.Exists(Wide, range => rune.Value >= range.First && rune.Value <= range.Last) ? 2
            : 1;
        return length;
    }
}
