using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Hypotheses;

/// <summary><c>signrank varname = exp [, exact]</c>: the Wilcoxon test of matched pairs.</summary>
internal static class SignRankCommand
{
    private const int MostExact = 200;

    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var isExact = syntax.Options.Take("exact");
        syntax.Options.Finish();
        var equals = syntax.Before.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            throw StataError.InvalidSyntax();
        }

        var variable = VariableList.Single(session.Data, syntax.Before[..equals]);
        if (variable.IsText)
        {
            throw StataError.TypeMismatch();
        }

        var text = syntax.Before[equals..].TrimStart('=').Trim();
        var expression = ExpressionParser.Parse(session, text).MustBeNumber();
        double[] differences = [.. syntax.Selected()
            .Where(at => !Missing.Is(variable.Number(at)) && !Missing.Is(expression.Number(at)))
            .Select(at => variable.Number(at) - expression.Number(at))];
        if (differences.Length == 0)
        {
            throw new StataError(2000, "no observations");
        }

        Show(session, differences, TextFunctions.Abbreviate(variable.Name, 12), text, isExact);
    }

    private static void Show(Session session, double[] differences, string left, string right, bool isExact)
    {
        var ranks = Ranks.Of(Array.ConvertAll(differences, Math.Abs));
        double n = differences.Length, zeros = differences.Count(value => value == 0);
        double Sum(Func<double, bool> isTaken) => differences.Zip(ranks).Where(pair => isTaken(pair.First)).Sum(pair => pair.Second);
        var (positive, negative, zero) = (Sum(value => value > 0), Sum(value => value < 0), Sum(value => value == 0));
        var expected = (positive + negative) / 2;
        var unadjusted = n * (n + 1) * ((2 * n) + 1) / 24;
        var forZeros = -zeros * (zeros + 1) * ((2 * zeros) + 1) / 24;
        var adjusted = differences.Zip(ranks).Where(pair => pair.First != 0).Sum(pair => pair.Second * pair.Second) / 4;
        var forTies = adjusted - unadjusted - forZeros;
        var z = Missing.Normalize((positive - expected) / Math.Sqrt(adjusted));

        var console = session.Console;
        console.WriteLine();
        console.WriteLine("Wilcoxon signed-rank test");
        console.WriteLine();
        console.WriteLine($"{"Sign",12} |      Obs   Sum ranks    Expected");
        console.WriteLine("-------------+---------------------------------");
        RankLines.Row(session, "Positive", differences.Count(value => value > 0), positive, expected);
        RankLines.Row(session, "Negative", differences.Count(value => value < 0), negative, expected);
        RankLines.Row(session, "Zero", zeros, zero, zero);
        console.WriteLine("-------------+---------------------------------");
        RankLines.Row(session, "All", n, positive + negative + zero, n * (n + 1) / 2);
        console.WriteLine();
        RankLines.Variance(session, unadjusted, ("Adjustment for ties", forTies), ("Adjustment for zeros", forZeros));
        console.WriteLine($"H0: {left} = {right}");
        RankLines.Test(session, z);
        var r = session.R = new Results();
        if (isExact || n <= MostExact)
        {
            double[] signed = [.. differences.Zip(ranks).Where(pair => pair.First != 0).Select(pair => pair.Second)];
            var p = RankDistribution.SignedRank(signed, positive);
            console.WriteLine($"Exact prob = {TableText.Fixed(p, 4)}");
            r.Set("p_exact", p);
        }

        r.Set("N_pos", differences.Count(value => value > 0));
        r.Set("N_neg", differences.Count(value => value < 0));
        r.Set("N_tie", zeros);
        r.Set("N", n);
        r.Set("sum_pos", positive);
        r.Set("sum_neg", negative);
        r.Set("z", z);
        r.Set("Var_a", adjusted);
        r.Set("p", 2 * Distributions.Normal(-Math.Abs(z)));
        r.Set("p_u", Distributions.Normal(-z));
        r.Set("p_l", Distributions.Normal(z));
    }
}
