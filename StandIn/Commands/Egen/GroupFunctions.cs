using System.Runtime.InteropServices;
using StataRuns.StandIn.Expressions;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Egen;

/// <summary>A statistic of an expression over each group.</summary>
internal static class GroupFunctions
{
    public static EgenColumn Evaluate(EgenCall call)
    {
        var expression = ExpressionParser.Parse(call.Session, call.Argument);
        if (expression.IsText && call.Function != "count")
        {
            throw StataError.TypeMismatch();
        }

        var percent = call.Function == "pctile" ? call.Options.TakeNumber("p") ?? 50 : 50;
        var isMissingKept = call.Function is "total" or "sum" or "min" or "max" && call.Options.Take("missing", 1);
        var values = EgenColumn.Empty(call.Data);
        var group = new List<double>();
        call.ForEachGroup(rows =>
        {
            group.Clear();
            foreach (var at in rows)
            {
                if (expression.IsText ? expression.Text(at).Length > 0 : !Missing.Is(expression.Number(at)))
                {
                    group.Add(expression.IsText ? 1 : expression.Number(at));
                }
            }

            var result = isMissingKept && group.Count == 0 ? Missing.System : Statistic(call.Function, CollectionsMarshal.AsSpan(group), percent);
            Array.ForEach(rows, at => values[at] = result);
        });
        return EgenColumn.Of(call.Type, values);
    }

    private static double Statistic(string function, ReadOnlySpan<double> values, double percent) => function switch
    {
        "total" => Statistics.Statistic.Of("sum", values, [], null),
        "pctile" => Statistics.Statistic.Percentile(values, [], values.Length, percent),
        "skew" => Summary.Of(values.ToArray()).Skewness,
        "kurt" => Summary.Of(values.ToArray()).Kurtosis,
        "mad" => AbsoluteDeviation(values, isMean: false),
        "mdev" => AbsoluteDeviation(values, isMean: true),
        _ => Statistics.Statistic.Of(function, values, [], null),
    };

    private static double AbsoluteDeviation(ReadOnlySpan<double> values, bool isMean)
    {
        var centre = Statistics.Statistic.Of(isMean ? "mean" : "median", values, [], null);
        double[] deviations = [.. values.ToArray().Select(value => Math.Abs(value - centre))];
        return Statistics.Statistic.Of(isMean ? "mean" : "median", deviations, [], null);
    }
}
