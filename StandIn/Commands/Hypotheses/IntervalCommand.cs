using System.Globalization;
using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Hypotheses;

/// <summary><c>ci means|proportions|variances [varlist] [if] [in] [weight] [, level(#) separator(#) …]</c></summary>
internal static class IntervalCommand
{
    public static void Run(Session session, string rest)
    {
        var scanner = new Scanner(rest);
        var kind = scanner.Name();
        var syntax = CommandSyntax.ParseWeighted(session, scanner.Rest, WeightKind.Analytic, WeightKind.Frequency);
        var options = syntax.Options;
        var level = Comparison.Level(session, options);
        var separator = (int)Math.Clamp(options.TakeNumber("separator", 3) ?? 5, 0, int.MaxValue);
        if (Is("means", 4))
        {
            options.Finish();
            Show(session, syntax, level, separator, "", "        Mean    Std. err.", summary =>
            {
                var half = summary.Count > 1 ? Distributions.InverseTTail(summary.Count - 1, (100 - level) / 200) * summary.StandardError : Missing.System;
                return Missing.Is(half)
                    ? new Interval("mean", summary.Mean, summary.StandardError, Missing.System, Missing.System)
                    : new Interval("mean", summary.Mean, summary.StandardError, summary.Mean - half, summary.Mean + half);
            });
        }
        else if (Is("proportions", 4))
        {
            var method = ProportionInterval.Take(options);
            options.Finish();
            Show(session, syntax, level, separator, method.Title, "  Proportion    Std. err.", summary =>
            {
                if (!summary.Sorted.All(value => value is 0 or 1))
                {
                    throw new StataError(450, "variable is not a 0/1 variable");
                }

                var (low, high) = method.Limits(summary.Mean, summary.Count, level);
                return new Interval("proportion", summary.Mean, Math.Sqrt(summary.Mean * (1 - summary.Mean) / summary.Count), low, high);
            });
        }
        else if (Is("variances", 3))
        {
            var isDeviation = options.Take("sd");
            options.Finish();
            Show(session, syntax, level, separator, "", isDeviation ? "   Std. dev." : "    Variance", summary =>
            {
                var degrees = summary.Count - 1;
                var (low, high) = degrees < 1 ? (Missing.System, Missing.System) : (
                    degrees * summary.Variance / Distributions.InverseChiSquared(degrees, 1 - ((100 - level) / 200)),
                    degrees * summary.Variance / Distributions.InverseChiSquared(degrees, (100 - level) / 200));
                return isDeviation
                    ? new Interval("sd", summary.StandardDeviation, null, Root(low), Root(high))
                    : new Interval("Var", summary.Variance, null, low, high);
            });
        }
        else
        {
            throw StataError.InvalidSyntax();
        }

        bool Is(string name, int shortest) => OptionSet.IsAbbreviation(kind, name, shortest);
        static double Root(double value) => Missing.Is(value) ? value : Math.Sqrt(value);
    }

    private sealed record Interval(string Name, double Estimate, double? Error, double Low, double High);

    private static void Show(Session session, CommandSyntax syntax, double level, int separator, string title, string heads, Func<Summary, Interval> of)
    {
        var variables = CorrelateCommand.Numeric(session, syntax);
        var sample = Sample.Of(syntax);
        var console = session.Console;
        var width = 50 + (heads.Length > 12 ? 13 : 0);
        console.WriteLine();
        if (title.Length > 0)
        {
            console.WriteLine($"{new string(' ', 55)}{TableText.Left(TableText.Centered(title, 20), 20)}");
        }

        console.WriteLine($"    Variable |        Obs{heads}{TableText.Confidence(level),27}");
        for (var i = 0; i < variables.Count; i++)
        {
            if (separator > 0 ? i % separator == 0 : i == 0)
            {
                console.WriteLine($"-------------+{new string('-', width)}");
            }

            var summary = sample.Summary(variables[i]);
            if (summary.Observations == 0)
            {
                throw new StataError(2000, "no observations");
            }

            var interval = of(summary);
            var error = interval.Error is { } given ? TableText.Right(TableText.General(given), 12) : "";
            console.WriteLine($"{TableText.Name(variables[i].Name, 12)} |{TableText.Count(summary.Count, 10),11}{TableText.General(interval.Estimate),12}{error}{TableText.General(interval.Low),16}{TableText.General(interval.High),12}");
            var r = session.R = new Results();
            r.Set("level", level);
            r.Set("ub", interval.High);
            r.Set("lb", interval.Low);
            if (interval.Error is { } stored)
            {
                r.Set("se", stored);
            }

            r.Set(interval.Name, interval.Estimate);
            r.Set("N", summary.Count);
            r.Set("citype", title.Length > 0 ? title.ToLower(CultureInfo.InvariantCulture) : "normal");
        }
    }
}
