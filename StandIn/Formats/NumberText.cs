using System.Globalization;

namespace StataRuns.StandIn.Formats;

/// <summary>
/// Numbers as text, by the rules that published logs show: <c>%w.0g</c> has room for w-2 digits (one place is the sign's, one the
/// point's; a whole number needs no point), leaves a leading zero out, and goes over to <c>1.23e+07</c> where more digits stand before
/// the point, or the number is below 0.00001.
/// </summary>
internal static class NumberText
{
    private const int MostDigits = 16;

    public static string General(double value, int width, int digits, bool commas)
    {
        if (value == 0)
        {
            return "0";
        }

        width = width == 0 ? 9 : width;
        var room = Math.Clamp(width - 2, 1, MostDigits);
        var significant = digits == 0 ? room : Math.Min(digits, room);
        if (Math.Abs(value) < 1e15 && value == Math.Truncate(value) && digits == 0 && Whole((long)value, width - 1) is { } whole)
        {
            return commas ? WithCommas(whole) : whole;
        }

        var exponent = RoundedExponent(value, significant);
        if (exponent + 1 > Math.Max(room, digits) || exponent < -5)
        {
            return Scientific(value, Math.Max(0, width - 7 - (Math.Abs(exponent) >= 100 ? 1 : 0)));
        }

        var decimals = exponent < 0 ? significant : Math.Max(0, significant - exponent - 1);
        var text = TrimZeros(value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
        return commas ? WithCommas(text) : text;
    }

    public static string Fixed(double value, int decimals, int width, bool commas)
    {
        if (Math.Abs(value) >= 1e15 && width > 0)
        {
            return Scientific(value, Math.Max(0, width - 7));
        }

        var text = value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return commas ? WithCommas(text) : text;
    }

    /// <summary><c>1.23e+07</c>: two digits of exponent at least.</summary>
    public static string Scientific(double value, int decimals)
    {
        var text = value.ToString("E" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var at = text.IndexOf('E', StringComparison.Ordinal);
        var exponent = int.Parse(text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, at)}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }

    public static string Integer(long value) => WithCommas(value.ToString(CultureInfo.InvariantCulture));

    private static string? Whole(long value, int most)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        return text.Length - (value < 0 ? 1 : 0) <= most ? text : null;
    }

    private static int RoundedExponent(double value, int significant)
    {
        var text = value.ToString("E" + (significant - 1).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return int.Parse(text.AsSpan(text.IndexOf('E', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }

    private static string TrimZeros(string text)
    {
        if (text.Contains('.', StringComparison.Ordinal))
        {
            text = text.TrimEnd('0').TrimEnd('.');
        }

        if (text.StartsWith("0.", StringComparison.Ordinal))
        {
            return text[1..];
        }

        return text.StartsWith("-0.", StringComparison.Ordinal) ? string.Concat("-", text.AsSpan(2)) : text;
    }

    private static string WithCommas(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var end = point < 0 ? text.Length : point;
        var first = text[0] == '-' ? 1 : 0;
        for (var at = end - 3; at > first; at -= 3)
        {
            text = text.Insert(at, ",");
        }

        return text;
    }
}
