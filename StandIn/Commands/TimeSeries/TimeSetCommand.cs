using System.Globalization;
using StataRuns.StandIn.Commands.DataCommands;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.TimeSeries;

/// <summary><c>tsset [panelvar] timevar [, delta() unit format()]</c>, <c>xtset panelvar [timevar]</c>; without variables they tell, with <c>clear</c> they forget.</summary>
internal static class TimeSetCommand
{
    private static readonly (string Option, int Shortest, char Unit)[] Units =
    [
        ("clocktime", 1, 'c'), ("daily", 1, 'd'), ("weekly", 1, 'w'), ("monthly", 1, 'm'), ("quarterly", 1, 'q'), ("halfyearly", 1, 'h'), ("yearly", 1, 'y'), ("generic", 1, 'g'),
    ];

    public static void TsSet(Session session, string rest) => Run(session, rest, isPanel: false);

    public static void XtSet(Session session, string rest) => Run(session, rest, isPanel: true);

    private static void Run(Session session, string rest, bool isPanel)
    {
        var syntax = CommandSyntax.Parse(session, rest).NoRestriction();
        var options = syntax.Options;
        var data = session.Data;
        if (options.Take("clear"))
        {
            options.Finish();
            TimeSettings.Forget(data);
            return;
        }

        var hasDelta = options.TakeText("delta", out var deltaText);
        var format = options.TakeText("format", out var formatText, 1) ? formatText : null;
        char? unit = null;
        foreach (var (option, shortest, letter) in Units)
        {
            unit = options.Take(option, shortest) ? letter : unit;
        }

        options.Finish();
        var variables = VariableList.Existing(data, syntax.Before);
        if (variables.Count == 0)
        {
            Show(session, TimeSettings.Of(data) ?? throw new StataError(459, isPanel ? "panel variable not set; use xtset varname ..." : "time variable not set, use tsset varname ..."));
            return;
        }

        if (variables.Count > 2 || variables.Exists(variable => variable.IsText))
        {
            throw variables.Count > 2 ? new StataError(103, "too many variables specified") : new StataError(109, "string variables not allowed in varlist;\n" + $"{variables.First(variable => variable.IsText).Name} is a string variable");
        }

        var (panel, time) = variables.Count == 2 ? (variables[0], variables[1]) : isPanel ? (variables[0], null) : ((Variable?)null, variables[0]);
        var delta = hasDelta ? Delta(session, deltaText) : 1;
        Check(data, panel, time);
        if (time is not null && (format ?? (unit is { } given && given != 'g' ? $"%t{given}" : null)) is { } text)
        {
            time.SetFormat(Formats.DisplayFormat.Parse(text) ?? throw new StataError(120, "invalid %format"), text);
        }

        SortCommand.SortBy(data, [.. new[] { panel, time }.OfType<Variable>()]);
        var settings = new TimeSettings(panel?.Name, time?.Name, delta);
        settings.Keep(data);
        Show(session, settings);
    }

    private static double Delta(Session session, string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var scale = words.Length < 2 ? 1 : words[1].TrimEnd('s') switch
        {
            "second" or "sec" => 1000,
            "minute" or "min" => 60_000,
            "hour" => 3_600_000,
            "day" => 86_400_000,
            "week" => 604_800_000,
            _ => throw new StataError(198, "invalid delta()"),
        };
        var delta = ExpressionParser.Parse(session, words.Length > 1 ? words[0] : text).Number(0) * scale;
        return delta > 0 && !Missing.Is(delta) ? delta : throw new StataError(198, "delta() must be positive");
    }

    private static void Check(Dataset data, Variable? panel, Variable? time)
    {
        if (time is null)
        {
            return;
        }

        List<Variable> keys = [.. new[] { panel, time }.OfType<Variable>()];
        var order = Ordering.Of(data, keys);
        for (var i = 1; i < order.Length; i++)
        {
            if (!time.IsMissing(order[i]) && Grouping.AreEqual(keys, order[i - 1], order[i]))
            {
                throw new StataError(451, panel is null ? "repeated time values in sample" : "repeated time values within panel");
            }
        }

        for (var at = 0; at < data.Observations; at++)
        {
            if (!time.IsMissing(at) && time.Number(at) != Math.Truncate(time.Number(at)))
            {
                throw new StataError(451, "time variable must contain only integer values");
            }
        }
    }

    private static void Show(Session session, TimeSettings settings)
    {
        var shape = PanelShape.Of(session.Data, settings);
        var console = session.Console;
        console.WriteLine();
        var width = (settings.Panel is null ? "Time variable" : "Panel variable").Length;
        if (settings.Panel is not null)
        {
            console.WriteLine($"Panel variable: {settings.Panel} ({shape.Balance})");
        }

        session.R = new Results();
        if (settings.Time is { } name)
        {
            var time = session.Data.Exact(name)!;
            console.WriteLine($"{"Time variable".PadLeft(width)}: {name}, {shape.First} to {shape.Last}{(shape.HasGaps ? ", but with gaps" : "")}");
            console.WriteLine($"{"Delta".PadLeft(width)}: {settings.Delta.ToString(CultureInfo.InvariantCulture)} {Unit(time)}{(settings.Delta == 1 ? "" : "s")}");
            session.R.Set("timevar", name);
            session.R.Set("tmin", shape.Least);
            session.R.Set("tmax", shape.Most);
            session.R.Set("tdelta", settings.Delta);
        }

        session.R.Set("panelvar", settings.Panel ?? "");
        session.R.Set("balanced", settings.Panel is null ? "" : shape.Balance);
    }

    private static string Unit(Variable time) => time.Format.Unit switch
    {
        'd' => "day",
        'c' => "millisecond",
        'w' => "week",
        'm' => "month",
        'q' => "quarter",
        'h' => "half-year",
        'y' => "year",
        _ => "unit",
    };
}
