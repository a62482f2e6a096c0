using System.Globalization;

namespace StataRuns.StandIn.Expressions.Functions;

/// <summary>
/// The order of a date's parts in a text, such as <c>DMY</c>, <c>MD20Y</c>, <c>YMDhms</c>, <c>YQ</c>; <c>#</c> passes over a part. A century
/// before <c>Y</c> makes two digits a year of it.
/// </summary>
internal sealed class DateMask
{
    private static readonly string[] MonthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private readonly List<(char Part, int Century)> _parts = [];

    private DateMask()
    {
    }

    /// <summary>Null if the text is no mask.</summary>
    public static DateMask? Parse(string text)
    {
        var mask = new DateMask();
        for (var at = 0; at < text.Length; at++)
        {
            var century = -1;
            if (at + 2 < text.Length && char.IsAsciiDigit(text[at]) && char.IsAsciiDigit(text[at + 1]))
            {
                century = int.Parse(text.AsSpan(at, 2), NumberStyles.None, CultureInfo.InvariantCulture);
                at += 2;
            }

            if (text[at] is ' ' or '-' or '/' or ':' or ',')
            {
                continue;
            }

            // Capital letters are of the date and small ones of the time; a small d or y is taken for its capital, an m is not.
            var part = text[at] switch
            {
                'd' => 'D',
                'y' => 'Y',
                var other => other,
            };
            if (part is not ('D' or 'M' or 'Y' or 'W' or 'Q' or 'H' or 'h' or 'm' or 's' or '#') || (century >= 0 && part != 'Y'))
            {
                return null;
            }

            mask._parts.Add((part, century));
        }

        return mask;
    }

    /// <summary>The parts found; null where the text isn't of this form.</summary>
    /// <param name="topYear">The latest year that two digits can mean; missing if none was given.</param>
    public Dictionary<char, double>? Read(string text, double topYear)
    {
        var values = new Dictionary<char, double>();
        text = text.ToLowerInvariant();
        var at = 0;
        foreach (var (part, century) in _parts)
        {
            if (!One(text, ref at, part, century, topYear, values))
            {
                return null;
            }
        }

        SkipSeparators(text, ref at);
        if (values.TryGetValue('h', out var hour) && HalfDay(text, ref at) is { } isAfternoon)
        {
            values['h'] = hour is >= 1 and <= 12 ? (hour % 12) + (isAfternoon ? 12 : 0) : -1;
            SkipSeparators(text, ref at);
        }

        return at == text.Length ? values : null;
    }

    private static bool One(string text, ref int at, char part, int century, double topYear, Dictionary<char, double> values)
    {
        SkipSeparators(text, ref at);
        if (part == '#')
        {
            SkipRun(text, ref at);
            return true;
        }

        if (at < text.Length && char.IsAsciiLetter(text[at]))
        {
            var start = at;
            SkipRun(text, ref at);
            var word = text[start..at];
            if (part != 'M')
            {
                // A letter may stand before its number: 2020q1, 2020m12, T before a time.
                return word.Length == 1 && at < text.Length && char.IsAsciiDigit(text[at]) && One(text, ref at, part, century, topYear, values);
            }

            var month = Array.FindIndex(MonthNames, name => word.Length >= 3 && word.StartsWith(name, StringComparison.Ordinal));
            values[part] = month + 1;
            return month >= 0 || (word == "m" && One(text, ref at, part, century, topYear, values));
        }

        var digits = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]) && at - digits < (part == 'Y' && century < 0 ? 4 : 2))
        {
            at++;
        }

        if (at == digits)
        {
            return false;
        }

        var number = double.Parse(text.AsSpan(digits, at - digits), NumberStyles.None, CultureInfo.InvariantCulture);
        if (part == 'Y')
        {
            number = at - digits > 2 ? number : century >= 0 ? (century * 100) + number : Year(number, topYear);
        }

        if (part == 's' && at < text.Length && text[at] == '.')
        {
            var fraction = at;
            for (at++; at < text.Length && char.IsAsciiDigit(text[at]); at++)
            {
            }

            number += at - fraction > 1 ? double.Parse("0" + text[fraction..at], NumberStyles.Float, CultureInfo.InvariantCulture) : 0;
        }

        values[part] = number;
        return !double.IsNaN(number);
    }

    /// <summary>The latest year with these two digits that isn't after the one given; without one they mean no year.</summary>
    private static double Year(double digits, double topYear) =>
        Missing.Is(topYear) ? double.NaN : topYear - ((((topYear - digits) % 100) + 100) % 100);

    private static bool? HalfDay(string text, ref int at)
    {
        foreach (var word in (string[])["a.m.", "p.m.", "am", "pm"])
        {
            if (text.AsSpan(at).StartsWith(word, StringComparison.Ordinal))
            {
                at += word.Length;
                return word[0] == 'p';
            }
        }

        return null;
    }

    private static void SkipSeparators(string text, ref int at)
    {
        while (at < text.Length && !char.IsAsciiLetterOrDigit(text[at]))
        {
            at++;
        }
    }

    private static void SkipRun(string text, ref int at)
    {
        var isLetter = at < text.Length && char.IsAsciiLetter(text[at]);
        while (at < text.Length && (isLetter ? char.IsAsciiLetter(text[at]) : char.IsAsciiDigit(text[at])))
        {
            at++;
        }
    }
}
