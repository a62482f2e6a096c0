using StataRuns.StandIn.Data;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary>What <c>summarize, detail</c> shows of a variable: percentiles, extremes, moments.</summary>
internal static class SummaryDetail
{
    private const int Width = 61;

    public static void Show(Session session, Variable variable, Summary summary, DisplayFormat format)
    {
        var console = session.Console;
        var title = ValueText.Title(variable);
        console.WriteLine();
        console.WriteLine(new string(' ', Math.Max(0, (Width - ByteText.Width(title)) / 2)) + title);
        console.WriteLine(new string('-', Width));
        if (summary.Observations == 0)
        {
            console.WriteLine("no observations");
            return;
        }

        var sorted = summary.Sorted;
        string Text(double value) => format.Bare(value).Trim();
        string Low(int i) => i < sorted.Count ? Text(sorted[i]) : "";
        string High(int i) => sorted.Count - 4 + i >= 0 ? Text(sorted[sorted.Count - 4 + i]) : "";
        string Left(int percent, string extreme) => $"{percent,2}%{Text(summary.Percentile(percent)),13}{extreme,15}";

        console.WriteLine("      Percentiles      Smallest");
        console.WriteLine(Left(1, Low(0)));
        console.WriteLine(Left(5, Low(1)));
        console.WriteLine($"{Left(10, Low(2))}       {"Obs",-11}{TableText.Count(summary.Count, 11),11}");
        console.WriteLine($"{Left(25, Low(3))}       {"Sum of wgt.",-11}{TableText.Count(summary.SumOfWeights, 11),11}");
        console.WriteLine();
        console.WriteLine($"{Left(50, "")}       {"Mean",-11}{Text(summary.Mean),11}");
        console.WriteLine($"{"Largest",31}       {"Std. dev.",-11}{Text(summary.StandardDeviation),11}");
        console.WriteLine(Left(75, High(0)));
        console.WriteLine($"{Left(90, High(1))}       {"Variance",-11}{Text(summary.Variance),11}");
        console.WriteLine($"{Left(95, High(2))}       {"Skewness",-11}{Text(summary.Skewness),11}");
        console.WriteLine($"{Left(99, High(3))}       {"Kurtosis",-11}{Text(summary.Kurtosis),11}");
    }
}
