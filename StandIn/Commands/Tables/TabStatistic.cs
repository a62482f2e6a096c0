using System.Globalization;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary>A statistic that <c>tabstat</c> and <c>table</c> know by name.</summary>
internal sealed record TabStatistic(string Name, string Head, Func<Summary, double> Of)
{
    /// <param name="text">Names with blanks between; <c>q</c> stands for the three quartiles.</param>
    public static List<TabStatistic> Parse(string text)
    {
        var found = new List<TabStatistic>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var name in word == "q" ? ["p25", "p50", "p75"] : (string[])[word])
            {
                found.Add(One(name) ?? throw new StataError(198, $"unknown statistic: {name}"));
            }
        }

        return found;
    }

    private static TabStatistic? One(string word) => word switch
    {
        "mean" or "me" or "mea" => new("mean", "Mean", summary => summary.Mean),
        "count" or "n" or "N" or "co" or "cou" or "coun" => new("N", "N", summary => summary.Count),
        "sum" or "su" => new("sum", "Sum", summary => summary.Observations == 0 ? Missing.System : summary.Sum),
        "max" or "ma" => new("max", "Max", summary => summary.Maximum),
        "min" or "mi" => new("min", "Min", summary => summary.Minimum),
        "range" or "r" or "ra" or "ran" or "rang" => new("range", "Range", summary => summary.Observations == 0 ? Missing.System : summary.Maximum - summary.Minimum),
        "sd" => new("sd", "SD", summary => summary.StandardDeviation),
        "variance" or "v" or "va" or "var" or "vari" => new("variance", "Variance", summary => summary.Variance),
        "cv" => new("cv", "CV", summary => Missing.Is(summary.StandardDeviation) ? Missing.System : Missing.Normalize(summary.StandardDeviation / summary.Mean)),
        "semean" or "sem" => new("semean", "SE(mean)", summary => summary.StandardError),
        "skewness" or "sk" or "skew" => new("skewness", "Skewness", summary => summary.Skewness),
        "kurtosis" or "k" or "kurt" => new("kurtosis", "Kurtosis", summary => summary.Kurtosis),
        "median" or "med" or "medi" => new("p50", "p50", summary => summary.Percentile(50)),
        "iqr" => new("iqr", "IQR", summary => summary.Observations == 0 ? Missing.System : summary.Percentile(75) - summary.Percentile(25)),
        "p1" or "p5" or "p10" or "p25" or "p50" or "p75" or "p90" or "p95" or "p99" => Percentile(word),
        _ => null,
    };

    private static TabStatistic Percentile(string name)
    {
        var percent = int.Parse(name.AsSpan(1), CultureInfo.InvariantCulture);
        return new TabStatistic(name, name, summary => summary.Percentile(percent));
    }
}
