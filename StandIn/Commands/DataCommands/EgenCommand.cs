using System.Globalization;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.DataCommands;

/// <summary><c>egen [type] newvar = mean|total|sum|count|min|max|sd|median(exp) [if] [in]</c>, by groups with the prefix only</summary>
internal static class EgenCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        if (syntax.Options.TakeText("by", out _))
        {
            throw StataError.NotImitated("egen, by(); use bysort: egen");
        }

        syntax.Options.Finish();
        var scanner = new Scanner(syntax.Before);
        var name = scanner.Name();
        StorageType? type = null;
        if (StorageType.Parse(name) is { } given)
        {
            type = given;
            name = scanner.Name();
        }

        scanner.SkipBlanks();
        if (scanner.Here != '=')
        {
            throw StataError.InvalidSyntax();
        }

        scanner.Position++;
        var function = scanner.Name();
        var argument = scanner.Here == '(' ? scanner.Bracketed('(', ')') : throw StataError.InvalidSyntax();
        var data = session.Data;
        var expression = ExpressionParser.Parse(session, argument).MustBeNumber();
        var values = new double[data.Observations];
        Array.Fill(values, Missing.System);
        data.ForEachGroup(() =>
        {
            List<int> selected = [.. syntax.Selected()];
            var result = Statistic(function, [.. selected.Select(expression.Number).Where(value => !Missing.Is(value))]);
            selected.ForEach(at => values[at] = result);
        });

        var variable = data.Add(name, type ?? StorageType.Parse(session.Settings.Type)!.Value);
        var missing = 0;
        for (var at = 0; at < values.Length; at++)
        {
            variable.Set(at, variable.Type.Store(values[at]));
            missing += Missing.Is(values[at]) ? 1 : 0;
        }

        if (missing > 0)
        {
            session.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"({missing:#,0} missing value{(missing == 1 ? "" : "s")} generated)"));
        }
    }

    private static double Statistic(string function, double[] values)
    {
        var summary = Summary.Of(values);
        return function switch
        {
            "mean" => summary.Mean,
            "total" or "sum" => summary.Sum,
            "count" => summary.Count,
            "min" => summary.Minimum,
            "max" => summary.Maximum,
            "sd" => summary.StandardDeviation,
            "median" => summary.Percentile(50),
            _ => throw new StataError(133, $"unknown egen function {function}()"),
        };
    }
}
