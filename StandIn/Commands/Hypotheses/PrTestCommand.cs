using System.Globalization;
using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Hypotheses;

/// <summary><c>prtest</c>: a proportion against a value, or two proportions; the variable is 0 or 1.</summary>
internal static class PrTestCommand
{
    private const string Rule = "------------------------------------------------------------------------------";

    private sealed record Share(string Name, double Count, double Proportion)
    {
        public double StandardError => Math.Sqrt(Proportion * (1 - Proportion) / Count);
    }

    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var level = Comparison.Level(session, syntax.Options);
        var comparison = Comparison.Parse(session, syntax);
        syntax.Options.Finish();
        if (comparison.Value is { } value)
        {
            OneSample(session, level, Of(comparison.Variable.Name, Sample.Of(syntax, comparison.Variable), comparison.Variable), value);
        }
        else if (comparison.Group is { } by)
        {
            var groups = TwoGroups.Of(session, Sample.Of(syntax, comparison.Variable, by).NotEmpty(), by);
            TwoSamples(session, level, "Group", Of(groups.FirstLabel, groups.First, comparison.Variable), Of(groups.SecondLabel, groups.Second, comparison.Variable));
        }
        else
        {
            TwoSamples(session, level, "Variable",
                Of(comparison.Variable.Name, Sample.Of(syntax, comparison.Variable), comparison.Variable),
                Of(comparison.Other!.Name, Sample.Of(syntax, comparison.Other), comparison.Other));
        }
    }

    private static Share Of(string name, Sample sample, Variable variable)
    {
        if (Array.Exists(sample.NotEmpty().Rows, at => variable.Number(at) is not (0 or 1)))
        {
            throw new StataError(450, $"{variable.Name} is not a 0/1 variable");
        }

        return new Share(name, sample.Count, sample.Summary(variable).Mean);
    }

    private static void OneSample(Session session, double level, Share share, double value)
    {
        if (value is <= 0 or >= 1)
        {
            throw new StataError(198, "hypothesized proportion must be between 0 and 1");
        }

        Head(session, "One-sample test of proportion", [share], "Variable", "               ", level);
        Row(session, share, level);
        session.Console.WriteLine(Rule);
        var z = (share.Proportion - value) / Math.Sqrt(value * (1 - value) / share.Count);
        var shown = value.ToString("0.#######", CultureInfo.InvariantCulture);
        HypothesisLines.Statistic(session, $"    p = proportion({TextFunctions.Abbreviate(share.Name, 12)})", "z", z);
        session.Console.WriteLine($"H0: p = {shown}");
        End(session, "p", shown, z);
        session.R.Set("se", share.StandardError);
        session.R.Set("P", share.Proportion);
        session.R.Set("N", share.Count);
    }

    private static void TwoSamples(Session session, double level, string first, Share x, Share y)
    {
        Head(session, "Two-sample test of proportions", [x, y], first, "      z    P>|z|", level);
        Row(session, x, level);
        Row(session, y, level);
        session.Console.WriteLine($"-------------+{new string('-', 64)}");
        var difference = x.Proportion - y.Proportion;
        var error = Math.Sqrt((x.StandardError * x.StandardError) + (y.StandardError * y.StandardError));
        var pooled = ((x.Count * x.Proportion) + (y.Count * y.Proportion)) / (x.Count + y.Count);
        var nullError = Math.Sqrt(pooled * (1 - pooled) * ((1 / x.Count) + (1 / y.Count)));
        var z = difference / nullError;
        Row(session, "diff", difference, error, level);
        session.Console.WriteLine($"{"",12} |  under H0:{TableText.General(nullError),11}{TableText.Fixed(z, 2),9}{TableText.Fixed(2 * Distributions.Normal(-Math.Abs(z)), 3),8}");
        session.Console.WriteLine(Rule);
        HypothesisLines.Statistic(session, $"        diff = prop({Short(x.Name)}) - prop({Short(y.Name)})", "z", z);
        session.Console.WriteLine("    H0: diff = 0");
        End(session, "diff", "0", z);
        session.R.Set("se_diff", error);
        session.R.Set("P_diff", difference);
        session.R.Set("P_1", x.Proportion);
        session.R.Set("P_2", y.Proportion);
        session.R.Set("N_1", x.Count);
        session.R.Set("N_2", y.Count);
    }

    private static void Head(Session session, string title, Share[] shares, string first, string statistic, double level)
    {
        var console = session.Console;
        console.WriteLine();
        for (var i = 0; i < shares.Length; i++)
        {
            var count = $"{TextFunctions.Abbreviate(shares[i].Name, 12)}: Number of obs ={TableText.Fixed(shares[i].Count, 0),9}";
            console.WriteLine($"{TableText.Left(i == 0 ? title : "", 78 - ByteText.Width(count))}{count}");
        }

        console.WriteLine(Rule);
        console.WriteLine($"{TableText.Right(first, 12)} |       Mean   Std. err.{statistic,-16}{TableText.Confidence(level),25}".TrimEnd());
        console.WriteLine($"-------------+{new string('-', 64)}");
    }

    private static void Row(Session session, Share share, double level) => Row(session, share.Name, share.Proportion, share.StandardError, level);

    private static void Row(Session session, string name, double mean, double error, double level)
    {
        var half = Distributions.InverseNormal(1 - ((100 - level) / 200)) * error;
        session.Console.WriteLine($"{TableText.Right(Short(name), 12)} |{TableText.General(mean),11}{TableText.General(error),12}{TableText.General(mean - half),30}{TableText.General(mean + half),12}");
    }

    private static string Short(string name) => TableText.Cut(name, 12);

    private static void End(Session session, string subject, string value, double z)
    {
        HypothesisLines.Alternatives(session, subject, value);
        var (lower, upper) = (Distributions.Normal(z), Distributions.Normal(-z));
        var both = 2 * Distributions.Normal(-Math.Abs(z));
        HypothesisLines.Probabilities(session, 'Z', lower, both, upper);
        session.R = new Results();
        session.R.Set("p_u", upper);
        session.R.Set("p_l", lower);
        session.R.Set("p", both);
        session.R.Set("z", z);
    }
}
