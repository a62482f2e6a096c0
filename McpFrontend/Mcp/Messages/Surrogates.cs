using System.Globalization;

namespace StataRuns.McpFrontend.Mcp.Messages;

/// <summary>
/// Finds half a character in a JSON string: a surrogate without its other half, written as an escape. JSON's grammar lets it pass and
/// no UTF-8 can hold it, so whatever decodes the string later throws.
/// </summary>
internal static class Surrogates
{
    private const int EscapeLength = 6; // \uD83D

    /// <summary>Does a string, as it stands between its quotes, hold one?</summary>
    public static bool HasLone(ReadOnlySpan<byte> escaped)
    {
        while (escaped.IndexOf((byte)'\\') is var at and >= 0)
        {
            escaped = escaped[at..];
            if (Unit(escaped) is not { } unit)
            {
                escaped = escaped[2..];
                continue;
            }

            escaped = escaped[EscapeLength..];
            if (char.IsLowSurrogate(unit))
            {
                return true;
            }

            if (char.IsHighSurrogate(unit))
            {
                if (Unit(escaped) is not { } next || !char.IsLowSurrogate(next))
                {
                    return true;
                }

                escaped = escaped[EscapeLength..];
            }
        }

        return false;
    }

    /// <summary>The UTF-16 unit of the escape at the beginning; null if none begins there.</summary>
    private static char? Unit(ReadOnlySpan<byte> text) =>
        text.Length >= EscapeLength && text[0] == (byte)'\\' && text[1] == (byte)'u'
        && ushort.TryParse(text[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
