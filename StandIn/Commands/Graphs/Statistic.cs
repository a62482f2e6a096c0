using StataRuns.StandIn.Data;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary>A statistic of a variable, as <c>graph bar (stat) varlist</c> names it.</summary>
/// <param name="Title">What the legend or the axis says.</param>
/// <param name="Variable">Null where observations are counted without one.</param>
internal sealed record Statistic(string Name, Variable? Variable, string Title)
{
    public static bool IsName(string word) => word is "mean" or "median" or "sum" or "rawsum" or "count" or "percent" or "min" or "max" or "sd" or "iqr"
        || (word.Length is 2 or 3 && word[0] == 'p' && int.TryParse(word.AsSpan(1), out var percent) && percent is > 0 and < 100);

    public static Statistic Of(string name, Variable variable) => new(name, variable, GraphText.Plain($"{(name is "p50" ? "p 50" : name)} of {variable.Name}"));

    /// <param name="total">The observations of the whole graph, for percentages.</param>
    public double Value(int[] rows, int total)
    {
        double[] values = Variable is null ? [] : PlotSource.Columns(rows, Variable)[0];
        var count = Variable is null ? rows.Length : values.Length;
        if (Name == "count")
        {
            return count;
        }

        if (Name == "percent")
        {
            return total == 0 ? double.NaN : 100.0 * count / total;
        }

        if (count == 0)
        {
            return double.NaN;
        }

        var summary = Summary.Of(values);
        var value = Name switch
        {
            "mean" => summary.Mean,
            "median" => summary.Percentile(50),
            "sum" or "rawsum" => summary.Sum,
            "min" => summary.Minimum,
            "max" => summary.Maximum,
            "sd" => summary.StandardDeviation,
            "iqr" => summary.Percentile(75) - summary.Percentile(25),
            _ => summary.Percentile(int.Parse(Name.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture)),
        };
        return Missing.Is(value) ? double.NaN : value;
    }
}
