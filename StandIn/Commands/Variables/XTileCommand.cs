using System.Globalization;
using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Variables;

/// <summary><c>xtile newvar = exp [if] [in] [weight] [, nquantiles(#)]</c>: the number of the quantile that a value is in.</summary>
internal static class XTileCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.ParseWeighted(session, rest, WeightKind.Frequency, WeightKind.Analytic, WeightKind.Sampling);
        var options = syntax.Options;
        var quantiles = (int)(options.TakeNumber("nquantiles", 1) ?? 2);
        if (options.TakeText("cutpoints", out _, 1) || options.Take("altdef", 3))
        {
            throw StataError.NotImitated("cutpoints() and altdef of xtile");
        }

        options.Finish();
        var data = session.Data;
        var sign = syntax.Before.IndexOf('=', StringComparison.Ordinal);
        if (sign < 0)
        {
            throw StataError.InvalidSyntax();
        }

        var name = VariableList.New(data, syntax.Before[..sign].Trim())[0];
        var text = syntax.Before[(sign + 1)..].Trim();
        var expression = ExpressionParser.Parse(session, text).MustBeNumber();
        var values = new Variable(name, new StorageType(StorageKind.Double), data.Observations);
        for (var at = 0; at < data.Observations; at++)
        {
            values.Set(at, expression.Number(at));
        }

        var sample = Sample.Of(syntax, values).NotEmpty();
        if (quantiles < 2 || quantiles > sample.Rows.Length + 1)
        {
            throw new StataError(198, quantiles < 2
                ? "nquantiles() must be greater than or equal to 2"
                : "nquantiles() must be less than or equal to number of observations plus one");
        }

        var bounds = Bounds(sample, values, quantiles);
        var made = data.Add(name, new StorageType(quantiles <= 100 ? StorageKind.Byte : quantiles <= 32_740 ? StorageKind.Int : StorageKind.Long));
        foreach (var at in sample.Rows)
        {
            // A value on a bound belongs to the quantile below it.
            made.Set(at, 1 + Array.FindAll(bounds, bound => bound < values.Number(at)).Length);
        }

        made.Label = string.Create(CultureInfo.InvariantCulture, $"{quantiles} quantiles of {text}");
        session.R = new Results();
        for (var i = 0; i < bounds.Length; i++)
        {
            session.R.Set(string.Create(CultureInfo.InvariantCulture, $"r{i + 1}"), bounds[i]);
        }
    }

    private static double[] Bounds(Sample sample, Variable values, int quantiles)
    {
        var summary = sample.Summary(values);
        return [.. Enumerable.Range(1, quantiles - 1).Select(i => sample.Weights is null ? Exact(summary, i, quantiles) : summary.Percentile(100.0 * i / quantiles))];
    }

    /// <summary>In whole numbers, since a third of nine observations must be three of them.</summary>
    private static double Exact(Summary summary, int i, int quantiles)
    {
        var (place, left) = Math.DivRem((long)summary.Observations * i, quantiles);
        var at = (int)place;
        return left == 0 && at > 0 ? (summary.Sorted[at - 1] + summary.Sorted[at]) / 2 : summary.Sorted[at];
    }
}
