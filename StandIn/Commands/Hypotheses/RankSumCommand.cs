using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Hypotheses;

/// <summary><c>ranksum varname, by(groupvar) [exact porder]</c>: the Wilcoxon test of two samples.</summary>
internal static class RankSumCommand
{
    private const int MostExact = 200;

    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var options = syntax.Options;
        var by = options.TakeText("by", out var group) ? VariableList.Single(session.Data, group) : throw new StataError(198, "option by() required");
        var (isExact, hasOrder) = (options.Take("exact"), options.Take("porder", 3));
        options.Finish();
        var variable = VariableList.Single(session.Data, syntax.Before);
        if (variable.IsText)
        {
            throw StataError.TypeMismatch();
        }

        var sample = Sample.Of(syntax, variable, by).NotEmpty();
        var groups = TwoGroups.Of(session, sample, by);
        double[] values = [.. groups.First.Rows.Concat(groups.Second.Rows).Select(variable.Number)];
        var ranks = Ranks.Of(values, out var ties);
        double n1 = groups.First.Rows.Length, n2 = groups.Second.Rows.Length, n = n1 + n2;
        var (first, second) = (ranks.Take((int)n1).Sum(), ranks.Skip((int)n1).Sum());
        var expected = n1 * (n + 1) / 2;
        var unadjusted = n1 * n2 * (n + 1) / 12;
        var adjustment = -n1 * n2 * ties / (12 * n * (n - 1));
        var z = (first - expected) / Math.Sqrt(unadjusted + adjustment);

        var console = session.Console;
        console.WriteLine();
        console.WriteLine(ByteText.FromUnicode("Two-sample Wilcoxon rank-sum (Mann–Whitney) test"));
        console.WriteLine();
        console.WriteLine($"{TableText.Name(by.Name, 12)} |      Obs    Rank sum    Expected");
        console.WriteLine("-------------+---------------------------------");
        RankLines.Row(session, groups.FirstLabel, n1, first, expected);
        RankLines.Row(session, groups.SecondLabel, n2, second, n2 * (n + 1) / 2);
        console.WriteLine("-------------+---------------------------------");
        RankLines.Row(session, "Combined", n, first + second, n * (n + 1) / 2);
        console.WriteLine();
        RankLines.Variance(session, unadjusted, ("Adjustment for ties", adjustment));
        var name = TextFunctions.Abbreviate(variable.Name, 8);
        var (x, y) = ($"{name}({by.Name}=={groups.FirstLabel})", $"{name}({by.Name}=={groups.SecondLabel})");
        console.WriteLine($"H0: {x} = {y}");
        RankLines.Test(session, z);
        var r = session.R = new Results();
        if (isExact || n <= MostExact)
        {
            var p = n1 <= n2 ? RankDistribution.RankSum(ranks, (int)n1, first) : RankDistribution.RankSum(ranks, (int)n2, second);
            console.WriteLine($"Exact prob = {TableText.Fixed(p, 4)}");
            r.Set("p_exact", p);
        }

        var order = (first - (n1 * (n1 + 1) / 2)) / (n1 * n2);
        if (hasOrder)
        {
            console.WriteLine();
            console.WriteLine($"P{{{x} > {y}}} = {TableText.Fixed(order, 3)}");
            r.Set("porder", order);
        }

        r.Set("sum_exp", expected);
        r.Set("sum_obs", first);
        r.Set("z", z);
        r.Set("p", 2 * Distributions.Normal(-Math.Abs(z)));
        r.Set("p_u", Distributions.Normal(-z));
        r.Set("p_l", Distributions.Normal(z));
        r.Set("Var_a", unadjusted + adjustment);
        r.Set("N_1", n1);
        r.Set("N_2", n2);
        r.Set("N", n);
    }
}
