using System.Text;

namespace StataRuns.StandIn;

/// <summary>
/// Text inside the stand-in is bytes, a char each (Latin-1), as strings are in Stata: <c>strlen()</c> counts bytes, and what a do-file
/// holds reaches the log byte for byte, whatever its encoding. It becomes Unicode at the borders only: file names, the environment.
/// </summary>
internal static class ByteText
{
    public static string ToUnicode(string bytes) =>
        IsAscii(bytes) ? bytes : Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(bytes));

    public static string FromUnicode(string text) =>
        IsAscii(text) ? text : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>Columns on a screen.</summary>
    public static int Width(ReadOnlySpan<char> bytes) => DisplayColumns.Of(bytes);

    /// <summary>Characters: bytes that continue one count for nothing.</summary>
    public static int Characters(ReadOnlySpan<char> bytes)
    {
        var count = 0;
        foreach (var unit in bytes)
        {
            count += IsContinuation(unit) ? 0 : 1;
        }

        return count;
    }

    public static bool IsContinuation(char unit) => (unit & 0xC0) == 0x80;

    private static bool IsAscii(string text) => Ascii.IsValid(text);
}
