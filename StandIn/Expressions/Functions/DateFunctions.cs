using System.Globalization;
using StataRuns.StandIn.Formats;

namespace StataRuns.StandIn.Expressions.Functions;

/// <summary>[FN] Date and time functions: the usual ones.</summary>
internal static class DateFunctions
{
    private static readonly string[] MonthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    public static Expression? Bind(FunctionCall call) => call.Name switch
    {
        "mdy" => call.Of((m, d, y) => FromParts(y, m, d)),
        "ym" => call.Of((y, m) => m is >= 1 and <= 12 ? ((y - 1960) * 12) + m - 1 : Missing.System),
        "yq" => call.Of((y, q) => q is >= 1 and <= 4 ? ((y - 1960) * 4) + q - 1 : Missing.System),
        "year" => Part(call, date => date.Year),
        "month" => Part(call, date => date.Month),
        "day" => Part(call, date => date.Day),
        "dow" => Part(call, date => (int)date.DayOfWeek),
        "doy" => Part(call, date => date.DayOfYear),
        "quarter" => Part(call, date => ((date.Month - 1) / 3) + 1),
        "halfyear" => Part(call, date => ((date.Month - 1) / 6) + 1),
        "week" => Part(call, date => Math.Min(52, ((date.DayOfYear - 1) / 7) + 1)),
        "mofd" => Part(call, date => ((date.Year - 1960) * 12) + date.Month - 1),
        "qofd" => Part(call, date => ((date.Year - 1960) * 4) + ((date.Month - 1) / 3)),
        "yofd" => Part(call, date => date.Year),
        "dofm" => call.Of(m => FromParts(1960 + Math.Floor(m / 12), m - (12 * Math.Floor(m / 12)) + 1, 1)),
        "dofq" => call.Of(q => FromParts(1960 + Math.Floor(q / 4), (3 * (q - (4 * Math.Floor(q / 4)))) + 1, 1)),
        "dofy" => call.Of(y => FromParts(y, 1, 1)),
        "dofc" => call.Of(c => Math.Floor(c / 86_400_000)),
        "cofd" => call.Of(d => d * 86_400_000),
        "hh" => call.Of(c => Math.Floor(c / 3_600_000) - (24 * Math.Floor(c / 86_400_000))),
        "date" or "daily" => Parse(call),
        _ => null,
    };

    /// <summary>The value of <c>td(01jan1960)</c> and of its relatives.</summary>
    public static double Literal(string function, string text)
    {
        text = text.Trim().ToLowerInvariant();
        double? value = function switch
        {
            "td" or "d" => ParseDay(text, "dmy"),
            "tm" => Pair(text, 'm', 12),
            "tq" => Pair(text, 'q', 4),
            "tw" => Pair(text, 'w', 52),
            "ty" => double.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : null,
            _ => ParseMoment(text),
        };
        return value ?? throw StataError.InvalidSyntax();
    }

    private static double FromParts(double year, double month, double day) =>
        year is >= 100 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth((int)year, (int)month)
            ? DateText.Days(new DateTime((int)year, (int)month, (int)day, 0, 0, 0, DateTimeKind.Unspecified))
            : Missing.System;

    private static Expression Part(FunctionCall call, Func<DateTime, double> part) =>
        call.Of(days => DateText.Date(days) is { } date ? part(date) : Missing.System);

    private static Expression Parse(FunctionCall call)
    {
        var (text, order) = (call.Takes(2, 3)[0].MustBeText(), call[1].MustBeText());
        return Expression.OfNumber(at => ParseDay(text.Text(at).ToLowerInvariant(), order.Text(at).ToLowerInvariant()) ?? Missing.System);
    }

    /// <summary>Day, month and year in the order that <c>dmy</c>, <c>mdy</c>, <c>ymd</c> name, with or without separators.</summary>
    private static double? ParseDay(string text, string order)
    {
        var parts = Runs(text);
        if (parts.Count == 1 && parts[0].Length == 8 && order.StartsWith('y'))
        {
            parts = [parts[0][..4], parts[0][4..6], parts[0][6..]];
        }

        if (parts.Count != 3 || order.Length != 3)
        {
            return null;
        }

        double year = 0, month = 0, day = 0;
        for (var i = 0; i < 3; i++)
        {
            var isNumber = double.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            switch (order[i])
            {
                case 'y' when isNumber && parts[i].Length == 4:
                    year = number;
                    break;
                case 'm':
                    month = isNumber ? number : Array.FindIndex(MonthNames, name => parts[i].Length >= 3 && parts[i].StartsWith(name, StringComparison.Ordinal)) + 1;
                    break;
                case 'd' when isNumber:
                    day = number;
                    break;
                default:
                    return null;
            }
        }

        var days = FromParts(year, month, day);
        return Missing.Is(days) ? null : days;
    }

    private static double? ParseMoment(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is 0 or > 2 || ParseDay(parts[0], "dmy") is not { } days)
        {
            return null;
        }

        if (parts.Length == 1)
        {
            return days * 86_400_000;
        }

        return TimeSpan.TryParse(parts[1], CultureInfo.InvariantCulture, out var time) ? (days * 86_400_000) + time.TotalMilliseconds : null;
    }

    private static double? Pair(string text, char separator, int count)
    {
        var at = text.IndexOf(separator, StringComparison.Ordinal);
        return at > 0
            && int.TryParse(text.AsSpan(0, at), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            && int.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var part)
            && year is >= 100 and <= 9999 && part >= 1 && part <= count
            ? ((year - 1960) * count) + part - 1
            : null;
    }

    /// <summary>Runs of digits and runs of letters.</summary>
    private static List<string> Runs(string text)
    {
        var runs = new List<string>();
        var start = 0;
        for (var at = 1; at <= text.Length; at++)
        {
            var isBoundary = at == text.Length || char.IsAsciiDigit(text[at]) != char.IsAsciiDigit(text[at - 1]) || char.IsAsciiLetter(text[at]) != char.IsAsciiLetter(text[at - 1]);
            if (isBoundary)
            {
                if (char.IsAsciiLetterOrDigit(text[start]))
                {
                    runs.Add(text[start..at]);
                }

                start = at;
            }
        }

        return runs;
    }
}
