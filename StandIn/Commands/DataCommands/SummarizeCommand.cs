using System.Globalization;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.DataCommands;

/// <summary><c>summarize [varlist] [if] [in] [, detail meanonly separator(#)]</c></summary>
internal static class SummarizeCommand
{
    private static readonly int[] Percents = [1, 5, 10, 25, 50, 75, 90, 95, 99];

    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var options = syntax.Options;
        var (isDetailed, isSilent) = (options.Take("detail", 1), options.Take("meanonly", 4));
        options.Take("format", 1);
        var separator = (int)Math.Clamp(options.TakeNumber("separator", 3) ?? 5, 0, int.MaxValue);
        options.Finish();
        var variables = syntax.Before.Length == 0 ? session.Data.Variables : VariableList.Existing(session.Data, syntax.Before);
        List<int> rows = [.. syntax.Selected()];
        var console = session.Console;
        if (!isDetailed && !isSilent)
        {
            console.WriteLine();
            console.WriteLine("    Variable |        Obs        Mean    Std. dev.       Min        Max");
        }

        for (var i = 0; i < variables.Count; i++)
        {
            var values = variables[i].IsText ? [] : rows.Select(variables[i].Number).Where(value => !Missing.Is(value)).ToArray();
            var summary = Summary.Of(values);
            if (isDetailed)
            {
                Detail(session, variables[i], summary);
            }
            else if (!isSilent)
            {
                if (separator > 0 ? i % separator == 0 : i == 0)
                {
                    console.WriteLine("-------------+---------------------------------------------------------");
                }

                Line(session, variables[i], summary);
            }

            Store(session, summary, isDetailed, isSilent);
        }
    }

    private static void Line(Session session, Variable variable, Summary summary)
    {
        var name = $"{TextFunctions.Abbreviate(variable.Name, 12),12} | {NumberText.Integer(summary.Count),10}";
        session.Console.WriteLine(summary.Count == 0
            ? name
            : $"{name}{Show(summary.Mean),12}{Show(summary.StandardDeviation),12}{Show(summary.Minimum),11}{Show(summary.Maximum),11}");
    }

    private static void Detail(Session session, Variable variable, Summary summary)
    {
        var console = session.Console;
        var title = variable.Label.Length > 0 ? variable.Label : variable.Name;
        console.WriteLine();
        console.WriteLine(new string(' ', Math.Max(0, (61 - ByteText.Width(title)) / 2)) + title);
        console.WriteLine(new string('-', 61));
        if (summary.Count == 0)
        {
            console.WriteLine("no observations");
            return;
        }

        var sorted = summary.Sorted;
        string Low(int i) => i < sorted.Count ? Show(sorted[i]) : "";
        string High(int i) => sorted.Count - 4 + i >= 0 ? Show(sorted[sorted.Count - 4 + i]) : "";
        string Left(int percent, string extreme) => $"{percent,2}%{Show(summary.Percentile(percent)),13}{extreme,15}";
        var count = summary.Count.ToString("#,0", CultureInfo.InvariantCulture);

        console.WriteLine("      Percentiles      Smallest");
        console.WriteLine(Left(1, Low(0)));
        console.WriteLine(Left(5, Low(1)));
        console.WriteLine($"{Left(10, Low(2))}       {"Obs",-11}{count,11}");
        console.WriteLine($"{Left(25, Low(3))}       {"Sum of wgt.",-11}{count,11}");
        console.WriteLine();
        console.WriteLine($"{Left(50, "")}       {"Mean",-11}{Show(summary.Mean),11}");
        console.WriteLine($"{"Largest",31}       {"Std. dev.",-11}{Show(summary.StandardDeviation),11}");
        console.WriteLine(Left(75, High(0)));
        console.WriteLine($"{Left(90, High(1))}       {"Variance",-11}{Show(summary.Variance),11}");
        console.WriteLine($"{Left(95, High(2))}       {"Skewness",-11}{Show(summary.Skewness),11}");
        console.WriteLine($"{Left(99, High(3))}       {"Kurtosis",-11}{Show(summary.Kurtosis),11}");
    }

    private static void Store(Session session, Summary summary, bool isDetailed, bool isMeanOnly)
    {
        var results = session.R = new Results();
        results.Set("N", summary.Count);
        results.Set("sum_w", summary.Count);
        if (summary.Count == 0)
        {
            results.Set("sum", 0);
            return;
        }

        results.Set("mean", summary.Mean);
        if (!isMeanOnly)
        {
            results.Set("Var", summary.Variance);
            results.Set("sd", summary.StandardDeviation);
        }

        if (isDetailed)
        {
            results.Set("skewness", summary.Skewness);
            results.Set("kurtosis", summary.Kurtosis);
        }

        results.Set("sum", summary.Sum);
        results.Set("min", summary.Minimum);
        results.Set("max", summary.Maximum);
        if (isDetailed)
        {
            foreach (var percent in Percents)
            {
                results.Set(string.Create(CultureInfo.InvariantCulture, $"p{percent}"), summary.Percentile(percent));
            }
        }
    }

    private static string Show(double value) => DisplayFormat.Float.Bare(value);
}
