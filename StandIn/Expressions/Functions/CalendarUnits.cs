using StataRuns.StandIn.Formats;

namespace StataRuns.StandIn.Expressions.Functions;

/// <summary>Days as weeks, months, quarters, half-years and years since 1960, and back to the first day of each.</summary>
internal static class CalendarUnits
{
    public const double Day = 86_400_000;

    public static double FromParts(double year, double month, double day) =>
        year is >= 100 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && month == Math.Truncate(month) && year == Math.Truncate(year) && day < DateTime.DaysInMonth((int)year, (int)month) + 1
            ? DateText.Days(new DateTime((int)year, (int)month, (int)day, 0, 0, 0, DateTimeKind.Unspecified))
            : Missing.System;

    public static double Clock(double hours, double minutes, double seconds) =>
        hours is >= 0 and < 24 && minutes is >= 0 and < 60 && seconds is >= 0 and < 60
            ? Math.Round((hours * 3_600_000) + (minutes * 60_000) + (seconds * 1000))
            : Missing.System;

    /// <summary>Of parts that begin with 1, so many of which make a year.</summary>
    public static double Period(double year, double part, int perYear) =>
        part >= 1 && part <= perYear && year is >= 100 and <= 9999 ? ((year - 1960) * perYear) + part - 1 : Missing.System;

    public static double PeriodOf(DateTime date, int perYear) =>
        ((date.Year - 1960) * perYear) + (perYear == 52 ? Week(date) - 1 : (date.Month - 1) / (12 / perYear));

    public static double FirstDay(double period, int perYear)
    {
        var year = Math.Floor(period / perYear);
        var part = Math.Floor(period) - (year * perYear);
        return perYear == 52 ? FromParts(1960 + year, 1, 1) + (7 * part) : FromParts(1960 + year, (part * (12 / perYear)) + 1, 1);
    }

    public static int Week(DateTime date) => Math.Min(52, ((date.DayOfYear - 1) / 7) + 1);

    /// <summary>Whole years from one day to another; who is born on 29 February has it on 1 March in other years.</summary>
    public static double Age(double birth, double day)
    {
        if (DateText.Date(birth) is not { } from || DateText.Date(day) is not { } to || birth > day)
        {
            return Missing.System;
        }

        var hadBirthday = to.Month > from.Month || (to.Month == from.Month && to.Day >= from.Day);
        return to.Year - from.Year - (hadBirthday ? 0 : 1);
    }

    /// <summary>Whole units between two days.</summary>
    public static double Difference(double first, double last, string unit)
    {
        if (first > last)
        {
            return Difference(last, first, unit) is var back && Missing.Is(back) ? back : -back;
        }

        if (DateText.Date(first) is not { } from || DateText.Date(last) is not { } to)
        {
            return Missing.System;
        }

        var months = ((to.Year - from.Year) * 12) + to.Month - from.Month - (to.Day < from.Day ? 1 : 0);
        return unit switch
        {
            "day" or "days" or "d" => Math.Floor(last) - Math.Floor(first),
            "month" or "months" or "mon" or "m" => months,
            "year" or "years" or "y" => Age(first, last),
            _ => Missing.System,
        };
    }
}
