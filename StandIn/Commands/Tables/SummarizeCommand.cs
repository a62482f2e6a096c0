using System.Globalization;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary><c>summarize [varlist] [if] [in] [weight] [, detail meanonly format separator(#)]</c></summary>
internal static class SummarizeCommand
{
    private static readonly int[] Percents = [1, 5, 10, 25, 50, 75, 90, 95, 99];

    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.ParseWeighted(session, rest, WeightKind.Analytic, WeightKind.Frequency, WeightKind.Importance);
        var options = syntax.Options;
        var (isDetailed, isSilent) = (options.Take("detail", 1), options.Take("meanonly", 4));
        var takesFormat = options.Take("format", 1);
        var separator = (int)Math.Clamp(options.TakeNumber("separator", 3) ?? 5, 0, int.MaxValue);
        options.Finish();
        if (isDetailed && isSilent)
        {
            throw new StataError(198, "options detail and meanonly may not be combined");
        }

        if (isDetailed && syntax.Weights?.Kind == WeightKind.Importance)
        {
            throw new StataError(101, "iweights not allowed with the detail option");
        }

        var variables = syntax.Before.Length == 0 ? session.Data.Variables : VariableList.Existing(session.Data, syntax.Before);
        var sample = Sample.Of(syntax);
        var isWeighed = sample.Kind is WeightKind.Analytic or WeightKind.Importance;
        if (!isDetailed && !isSilent)
        {
            session.Console.WriteLine();
            session.Console.WriteLine(isWeighed
                ? "    Variable |     Obs      Weight        Mean   Std. dev.       Min        Max"
                : "    Variable |        Obs        Mean    Std. dev.       Min        Max");
        }

        for (var i = 0; i < variables.Count; i++)
        {
            var summary = sample.Summary(variables[i]);
            var format = takesFormat && !variables[i].IsText ? variables[i].Format : DisplayFormat.Float;
            if (isDetailed)
            {
                SummaryDetail.Show(session, variables[i], summary, format);
            }
            else if (!isSilent)
            {
                if (separator > 0 ? i % separator == 0 : i == 0)
                {
                    session.Console.WriteLine($"-------------+{new string('-', isWeighed ? 65 : 57)}");
                }

                Line(session, variables[i], summary, format, isWeighed);
            }

            Store(session, summary, isDetailed, isSilent);
        }
    }

    private static void Line(Session session, Variable variable, Summary summary, DisplayFormat format, bool isWeighed)
    {
        var name = $"{TableText.Name(variable.Name, 12)} |";
        var count = isWeighed
            ? $"{TableText.Count(summary.Observations, 7),8}{TableText.General(summary.SumOfWeights, 11),12}"
            : $"{TableText.Count(summary.Count, 10),11}";
        session.Console.WriteLine(summary.Observations == 0
            ? name + count
            : $"{name}{count}{Show(summary.Mean),12}{TableText.Right(Show(summary.StandardDeviation), isWeighed ? 11 : 12)}{Show(summary.Minimum),11}{Show(summary.Maximum),11}");

        string Show(double value) => format.Bare(value).Trim();
    }

    private static void Store(Session session, Summary summary, bool isDetailed, bool isMeanOnly)
    {
        var results = session.R = new Results();
        results.Set("N", summary.Count);
        results.Set("sum_w", summary.SumOfWeights);
        if (summary.Observations == 0)
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
}
