using System.Globalization;
using StataRuns.StandIn.Formats;

namespace StataRuns.StandIn.Expressions.Functions;

/// <summary>[FN] Date and time functions.</summary>
internal static class DateFunctions
{
    public static Expression? Bind(FunctionCall call) => Made(call) ?? Parts(call) ?? Converted(call) ?? Calendar(call) ?? call.Name switch
    {
        "date" or "daily" => Read(call, values => Day(values)),
        "clock" => Read(call, Moment),
        "Clock" => Read(call, values => Moment(values) is { } moment ? LeapSeconds.Add(moment) : null),
        "weekly" => Read(call, values => Period(values, 'W', 52)),
        "monthly" => Read(call, values => Period(values, 'M', 12)),
        "quarterly" => Read(call, values => Period(values, 'Q', 4)),
        "halfyearly" => Read(call, values => Period(values, 'H', 2)),
        "yearly" => Read(call, values => values.TryGetValue('Y', out var year) ? year : null),
        _ => null,
    };

    /// <summary>The value of <c>td(01jan1960)</c> and of its relatives.</summary>
    public static double Literal(string function, string text)
    {
        double? value = function switch
        {
            "td" or "d" => Literal(text, "DMY", values => Day(values)),
            "tm" => Literal(text, "YM", values => Period(values, 'M', 12)),
            "tq" => Literal(text, "YQ", values => Period(values, 'Q', 4)),
            "tw" => Literal(text, "YW", values => Period(values, 'W', 52)),
            "th" => Literal(text, "YH", values => Period(values, 'H', 2)),
            "ty" => Literal(text, "Y", values => values['Y']),
            _ => Literal(text, "DMYhms", Moment) ?? Literal(text, "DMYhm", Moment) ?? Literal(text, "DMY", Moment) ?? Literal(text, "hms", Moment) ?? Literal(text, "hm", Moment),
        };
        return value is { } found ? (function == "tC" ? LeapSeconds.Add(found) : found) : throw StataError.InvalidSyntax();
    }

    private static double? Literal(string text, string mask, Func<Dictionary<char, double>, double?> make) =>
        DateMask.Parse(mask)!.Read(text, Missing.System) is { } values ? make(values) : null;

    private static Expression? Made(FunctionCall call) => call.Name switch
    {
        "mdy" => call.Of((m, d, y) => CalendarUnits.FromParts(y, m, d)),
        "dmy" => call.Of((d, m, y) => CalendarUnits.FromParts(y, m, d)),
        "ym" => call.Of((y, m) => CalendarUnits.Period(y, m, 12)),
        "yq" => call.Of((y, q) => CalendarUnits.Period(y, q, 4)),
        "yw" => call.Of((y, w) => CalendarUnits.Period(y, w, 52)),
        "yh" => call.Of((y, h) => CalendarUnits.Period(y, h, 2)),
        "hms" => call.Of(CalendarUnits.Clock),
        "dhms" or "Cdhms" => Of(call.Takes(4), values => Sum(values[0] * CalendarUnits.Day, CalendarUnits.Clock(values[1], values[2], values[3]), call.Name == "Cdhms")),
        "mdyhms" or "Cmdyhms" => Of(call.Takes(6), values => Sum(
            CalendarUnits.FromParts(values[2], values[0], values[1]) is var day && Missing.Is(day) ? day : day * CalendarUnits.Day,
            CalendarUnits.Clock(values[3], values[4], values[5]),
            call.Name == "Cmdyhms")),
        "today" => Now(call, now => DateText.Days(now)),
        "now" => Now(call, now => Math.Floor(DateText.Milliseconds(now))),
        _ => null,
    };

    private static Expression? Parts(FunctionCall call) => call.Name switch
    {
        "year" => Part(call, date => date.Year),
        "month" => Part(call, date => date.Month),
        "day" => Part(call, date => date.Day),
        "dow" => Part(call, date => (int)date.DayOfWeek),
        "doy" => Part(call, date => date.DayOfYear),
        "quarter" => Part(call, date => ((date.Month - 1) / 3) + 1),
        "halfyear" => Part(call, date => ((date.Month - 1) / 6) + 1),
        "week" => Part(call, date => CalendarUnits.Week(date)),
        "hh" => call.Of(c => Math.Floor(Rest(c, CalendarUnits.Day) / 3_600_000)),
        "mm" => call.Of(c => Math.Floor(Rest(c, 3_600_000) / 60_000)),
        "ss" => call.Of(c => Rest(c, 60_000) / 1000),
        "hhC" => call.Of(c => Math.Floor(Rest(LeapSeconds.Remove(c), CalendarUnits.Day) / 3_600_000)),
        "mmC" => call.Of(c => Math.Floor(Rest(LeapSeconds.Remove(c), 3_600_000) / 60_000)),
        "ssC" => call.Of(c => Rest(LeapSeconds.Remove(c), 60_000) / 1000),
        _ => null,
    };

    private static Expression? Converted(FunctionCall call) => call.Name switch
    {
        "wofd" => Part(call, date => CalendarUnits.PeriodOf(date, 52)),
        "mofd" => Part(call, date => CalendarUnits.PeriodOf(date, 12)),
        "qofd" => Part(call, date => CalendarUnits.PeriodOf(date, 4)),
        "hofd" => Part(call, date => CalendarUnits.PeriodOf(date, 2)),
        "yofd" => Part(call, date => date.Year),
        "dofw" => call.Of(w => CalendarUnits.FirstDay(w, 52)),
        "dofm" => call.Of(m => CalendarUnits.FirstDay(m, 12)),
        "dofq" => call.Of(q => CalendarUnits.FirstDay(q, 4)),
        "dofh" => call.Of(h => CalendarUnits.FirstDay(h, 2)),
        "dofy" => call.Of(y => CalendarUnits.FromParts(y, 1, 1)),
        "dofc" => call.Of(c => Math.Floor(c / CalendarUnits.Day)),
        "dofC" => call.Of(c => Math.Floor(LeapSeconds.Remove(c) / CalendarUnits.Day)),
        "cofd" => call.Of(d => d * CalendarUnits.Day),
        "Cofd" => call.Of(d => LeapSeconds.Add(d * CalendarUnits.Day)),
        "cofC" => call.Of(LeapSeconds.Remove),
        "Cofc" => call.Of(LeapSeconds.Add),
        "hours" => call.Of(ms => ms / 3_600_000),
        "minutes" => call.Of(ms => ms / 60_000),
        "seconds" => call.Of(ms => ms / 1000),
        "msofhours" => call.Of(h => Math.Round(h * 3_600_000)),
        "msofminutes" => call.Of(m => Math.Round(m * 60_000)),
        "msofseconds" => call.Of(s => Math.Round(s * 1000)),
        _ => null,
    };

    private static Expression? Calendar(FunctionCall call) => call.Name switch
    {
        "age" => call.Of(CalendarUnits.Age),
        "datediff" => Difference(call),
        "isleapyear" => call.Of(y => y is >= 100 and <= 9999 ? (DateTime.IsLeapYear((int)y) ? 1 : 0) : Missing.System),
        "daysinmonth" => Part(call, date => DateTime.DaysInMonth(date.Year, date.Month)),
        "firstdayofmonth" => Part(call, date => CalendarUnits.FromParts(date.Year, date.Month, 1)),
        "lastdayofmonth" => Part(call, date => CalendarUnits.FromParts(date.Year, date.Month, DateTime.DaysInMonth(date.Year, date.Month))),
        _ => null,
    };

    private static Expression Part(FunctionCall call, Func<DateTime, double> part) =>
        call.Of(days => DateText.Date(days) is { } date ? part(date) : Missing.System);

    private static double Rest(double value, double unit) => value - (unit * Math.Floor(value / unit));

    private static double Sum(double day, double time, bool withLeapSeconds) =>
        Missing.Is(day) || Missing.Is(time) ? Missing.System : withLeapSeconds ? LeapSeconds.Add(day + time) : day + time;

    private static Expression Of(FunctionCall call, Func<double[], double> make)
    {
        Expression[] arguments = [.. call.Arguments.Select(argument => argument.MustBeNumber())];
        return Expression.OfNumber(at =>
        {
            var values = Array.ConvertAll(arguments, argument => argument.Number(at));
            return Array.Exists(values, Missing.Is) ? Missing.System : make(values);
        });
    }

    private static Expression Now(FunctionCall call, Func<DateTime, double> make)
    {
        call.Takes(0);
        return Expression.OfNumber(_ => make(DateTime.Now));
    }

    private static Expression Difference(FunctionCall call)
    {
        var (first, last, unit) = (call.Takes(3, 4)[0].MustBeNumber(), call[1].MustBeNumber(), call[2].MustBeText());
        return Expression.OfNumber(at => Missing.Is(first.Number(at)) || Missing.Is(last.Number(at)) ? Missing.System : CalendarUnits.Difference(first.Number(at), last.Number(at), unit.Text(at)));
    }

    /// <summary>A text read by a mask, and by a latest year for two digits.</summary>
    private static Expression Read(FunctionCall call, Func<Dictionary<char, double>, double?> make)
    {
        var (text, mask) = (call.Takes(2, 3)[0].MustBeText(), call[1].MustBeText());
        var top = call.Count == 3 ? call[2].MustBeNumber() : Expression.Constant(Missing.System);
        DateMask? known = null;
        string? knownText = null;
        return Expression.OfNumber(at =>
        {
            if (mask.Text(at) is var form && form != knownText)
            {
                (known, knownText) = (DateMask.Parse(Spelled(call.Name, form)), form);
            }

            return known?.Read(text.Text(at), top.Number(at)) is { } values ? make(values) ?? Missing.System : Missing.System;
        });
    }

    /// <summary>Of a date alone an <c>m</c> is a month, however it is written.</summary>
    private static string Spelled(string function, string mask) => function is "clock" or "Clock" ? mask : mask.ToUpper(CultureInfo.InvariantCulture);

    private static double? Day(Dictionary<char, double> values) =>
        values.TryGetValue('Y', out var year) && values.TryGetValue('M', out var month) && values.TryGetValue('D', out var day)
        && CalendarUnits.FromParts(year, month, day) is var days && !Missing.Is(days) ? days : null;

    private static double? Moment(Dictionary<char, double> values)
    {
        var isTimeAlone = !values.ContainsKey('Y') && values.ContainsKey('h');
        var time = CalendarUnits.Clock(values.GetValueOrDefault('h'), values.GetValueOrDefault('m'), values.GetValueOrDefault('s'));
        return Missing.Is(time) ? null : isTimeAlone ? time : Day(values) is { } days ? (days * CalendarUnits.Day) + time : null;
    }

    private static double? Period(Dictionary<char, double> values, char part, int perYear) =>
        values.TryGetValue('Y', out var year) && values.TryGetValue(part, out var number) && CalendarUnits.Period(year, number, perYear) is var period && !Missing.Is(period) ? period : null;
}
