using System.Globalization;
using StataRuns.StandIn.Commands.Hypotheses;
using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Means;

/// <summary><c>proportion varlist [if] [in] [weight] [, level(#) citype(logit|normal)]</c></summary>
internal static class ProportionCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.ParseWeighted(session, rest, WeightKind.Frequency);
        var options = syntax.Options;
        var level = Comparison.Level(session, options);
        var isNormal = options.TakeText("citype", out var type) && type switch
        {
            "normal" => true,
            "logit" => false,
            _ => throw StataError.NotImitated($"limits of type {type}"),
        };
        options.Finish();
        var variables = VariableList.Existing(session.Data, syntax.Before);
        if (variables.Count == 0)
        {
            throw new StataError(100, "varlist required");
        }

        if (variables.Find(variable => variable.IsText) is not null)
        {
            throw StataError.TypeMismatch();
        }

        var sample = Sample.Of(syntax, variables).NotEmpty();
        List<Categories> all = [.. variables.Select(variable => Categories.Of(session, variable, sample.Rows))];
        var estimates = Estimate(sample, all);
        var critical = Distributions.InverseTTail(Math.Max(1, sample.Count - 1), (100 - level) / 200);
        var rows = new List<MeanRow>();
        var names = new List<Stripe>();
        foreach (var categories in all)
        {
            rows.Add(new MeanRow(categories.Variable.Name));
            for (var i = 0; i < categories.Count; i++)
            {
                var (p, error) = (estimates.Values[names.Count], estimates.Error(names.Count));
                var (low, high) = isNormal ? (p - (critical * error), p + (critical * error)) : Logit(p, critical * error);
                rows.Add(new MeanRow($"{categories.Labels[i]} ", p, error, low, high));
                names.Add(new Stripe("", string.Create(CultureInfo.InvariantCulture, $"{categories.Numbers[i]}.{categories.Variable.Name}")));
            }
        }

        estimates.Store(session, [.. names], sample, syntax, "proportion", "Proportion estimation", rest);
        MeanTable.Show(session, "Proportion estimation", sample.Count, "Proportion", level, rows, isNormal ? "Normal" : "Logit");
    }

    /// <summary>Of one variable's proportions each takes from the others; different variables go together as they do.</summary>
    private static MeanEstimates Estimate(Sample sample, List<Categories> all)
    {
        var places = all.Sum(categories => categories.Count);
        var estimates = new MeanEstimates(places);
        var n = sample.Count;
        var joint = estimates.Covariance;
        var mine = new int[all.Count];
        for (var k = 0; k < sample.Rows.Length; k++)
        {
            for (int i = 0, start = 0; i < all.Count; start += all[i++].Count)
            {
                mine[i] = start + all[i].IndexOf(sample.Rows[k]);
                estimates.Values[mine[i]] += sample.Weight(k) / n;
                for (var j = 0; j <= i; j++)
                {
                    joint[mine[i], mine[j]] += sample.Weight(k) / n;
                }
            }
        }

        for (var i = 0; i < places; i++)
        {
            estimates.Counts[i] = n;
            for (var j = 0; j <= i; j++)
            {
                joint[i, j] = joint[j, i] = (joint[i, j] - (estimates.Values[i] * estimates.Values[j])) / n;
            }
        }

        return estimates;
    }

    private static (double Low, double High) Logit(double p, double half)
    {
        if (p is <= 0 or >= 1)
        {
            return (Missing.System, Missing.System);
        }

        var (center, reach) = (Math.Log(p / (1 - p)), half / (p * (1 - p)));
        return (1 / (1 + Math.Exp(reach - center)), 1 / (1 + Math.Exp(-reach - center)));
    }
}
