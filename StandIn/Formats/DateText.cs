using System.Globalization;
using System.Text;

namespace StataRuns.StandIn.Formats;

/// <summary>Dates as text: days (or milliseconds, months, quarters, …) since 1 January 1960.</summary>
internal static class DateText
{
    private static readonly DateTime Epoch = new(1960, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    /// <summary>Codes of [D] datetime display formats, a longer one before its beginning.</summary>
    private static readonly string[] Codes =
    [
        "DAYNAME", "Dayname", "Month", "month", "a.m.", "A.M.", ".sss", "JJJ", "jjj", "Mon", "mon", "Day", "day", ".ss",
        "CC", "cc", "YY", "yy", "NN", "nn", "DD", "dd", "Da", "da", "WW", "ww", "HH", "Hh", "hH", "hh", "MM", "mm", "SS", "ss", ".s", "am", "AM", "h", "q",
    ];

    private static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    public static int UsualWidth(char unit) => unit switch
    {
        'c' or 'C' => 18,
        'm' or 'w' => 7,
        'q' or 'h' => 6,
        'y' => 4,
        _ => 9,
    };

    public static double Days(DateTime date) => (date.Date - Epoch).TotalDays;

    public static double Milliseconds(DateTime date) => (date - Epoch).TotalMilliseconds;

    /// <summary>Null where the calendar ends.</summary>
    public static DateTime? Date(double days) =>
        days is > -679_000 and < 2_936_549 ? Epoch.AddDays(Math.Floor(days)) : null;

    public static string Format(double value, char unit, string pattern)
    {
        var number = Math.Floor(value);
        if (Moment(number, unit) is not { } date)
        {
            return ".";
        }

        return pattern.Length > 0 ? Pattern(date, pattern) : Usual(date, unit, number);
    }

    private static DateTime? Moment(double number, char unit)
    {
        var isInRange = Math.Abs(number) < 1e5;
        return unit switch
        {
            'c' when Math.Abs(number) < 2e14 && number > -5.8e13 => Epoch.AddMilliseconds(number),
            'C' when Math.Abs(number) < 2e14 && number > -5.8e13 => Epoch.AddMilliseconds(LeapSeconds.Remove(number)),
            'd' => Date(number),
            'm' when isInRange && number > -23_000 => Epoch.AddMonths((int)number),
            'q' when isInRange && number is > -7_800 and < 32_000 => Epoch.AddMonths((int)number * 3),
            'h' when isInRange && number is > -3_900 and < 16_000 => Epoch.AddMonths((int)number * 6),
            'w' when isInRange && number is > -101_000 => Epoch.AddYears((int)Math.Floor(number / 52)).AddDays(7 * (number - (52 * Math.Floor(number / 52)))),
            'y' when number is >= 1 and <= 9999 => new DateTime((int)number, 1, 1, 0, 0, 0, DateTimeKind.Unspecified),
            _ => null,
        };
    }

    private static string Usual(DateTime date, char unit, double number) => unit switch
    {
        'c' or 'C' => string.Create(CultureInfo.InvariantCulture, $"{date:dd}{Short(date)}{date:yyyy} {date:HH:mm:ss}"),
        'm' => string.Create(CultureInfo.InvariantCulture, $"{date.Year}m{date.Month}"),
        'q' => string.Create(CultureInfo.InvariantCulture, $"{date.Year}q{((date.Month - 1) / 3) + 1}"),
        'h' => string.Create(CultureInfo.InvariantCulture, $"{date.Year}h{((date.Month - 1) / 6) + 1}"),
        'w' => string.Create(CultureInfo.InvariantCulture, $"{date.Year}w{number - (52 * Math.Floor(number / 52)) + 1}"),
        'y' => date.Year.ToString(CultureInfo.InvariantCulture),
        _ => string.Create(CultureInfo.InvariantCulture, $"{date:dd}{Short(date)}{date:yyyy}"),
    };

    private static string Short(DateTime date) => Months[date.Month - 1][..3].ToLowerInvariant();

    /// <summary>Codes of [D] datetime display formats; what is none of them is itself, and <c>_</c> is a blank.</summary>
    private static string Pattern(DateTime date, string pattern)
    {
        var text = new StringBuilder();
        for (var at = 0; at < pattern.Length;)
        {
            at += Code(date, pattern.AsSpan(at), text);
        }

        return text.ToString();
    }

    private static int Code(DateTime date, ReadOnlySpan<char> rest, StringBuilder text)
    {
        foreach (var code in Codes)
        {
            if (rest.StartsWith(code, StringComparison.Ordinal))
            {
                text.Append(Part(date, code));
                return code.Length;
            }
        }

        if (rest[0] == '!' && rest.Length > 1)
        {
            text.Append(rest[1]);
            return 2;
        }

        text.Append(rest[0] switch
        {
            '_' => " ",
            '+' => "",
            var other => other.ToString(),
        });
        return 1;
    }

    private static string Part(DateTime date, string code) => code switch
    {
        "Month" => Months[date.Month - 1],
        "month" => Months[date.Month - 1].ToLowerInvariant(),
        "Mon" => Months[date.Month - 1][..3],
        "mon" => Short(date),
        "DAYNAME" => date.DayOfWeek.ToString().PadRight(9),
        "Dayname" => date.DayOfWeek.ToString(),
        "Day" => date.DayOfWeek.ToString()[..3],
        "Da" => date.DayOfWeek.ToString()[..2],
        "day" => date.DayOfWeek.ToString()[..3].ToLowerInvariant(),
        "da" => date.DayOfWeek.ToString()[..2].ToLowerInvariant(),
        "am" or "AM" or "a.m." or "A.M." => HalfDay(date.Hour < 12, code),
        ".sss" => "." + Two(date.Millisecond, "000"),
        ".ss" => "." + Two(date.Millisecond / 10, "00"),
        ".s" => "." + Two(date.Millisecond / 100, "0"),
        _ => Number(date, code),
    };

    /// <summary>Codes in capitals have leading zeros.</summary>
    private static string Number(DateTime date, string code) => code switch
    {
        "CC" => Two(date.Year / 100, "00"),
        "cc" => Two(date.Year / 100, "0"),
        "YY" => Two(date.Year % 100, "00"),
        "yy" => Two(date.Year % 100, "0"),
        "NN" => Two(date.Month, "00"),
        "nn" => Two(date.Month, "0"),
        "DD" => Two(date.Day, "00"),
        "dd" => Two(date.Day, "0"),
        "JJJ" => Two(date.DayOfYear, "000"),
        "jjj" => Two(date.DayOfYear, "0"),
        "WW" => Two(Week(date), "00"),
        "ww" => Two(Week(date), "0"),
        "HH" => Two(date.Hour, "00"),
        "hH" => Two(date.Hour, "0"),
        "Hh" => Two(((date.Hour + 11) % 12) + 1, "00"),
        "hh" => Two(((date.Hour + 11) % 12) + 1, "0"),
        "MM" => Two(date.Minute, "00"),
        "mm" => Two(date.Minute, "0"),
        "SS" => Two(date.Second, "00"),
        "ss" => Two(date.Second, "0"),
        "q" => Two(((date.Month - 1) / 3) + 1, "0"),
        _ => Two(((date.Month - 1) / 6) + 1, "0"),
    };

    private static int Week(DateTime date) => Math.Min(52, ((date.DayOfYear - 1) / 7) + 1);

    private static string HalfDay(bool isMorning, string code) => isMorning ? code : code.Replace('a', 'p').Replace('A', 'P');

    private static string Two(int number, string digits) => number.ToString(digits, CultureInfo.InvariantCulture);
}
