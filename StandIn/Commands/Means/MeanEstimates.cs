using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Means;

/// <summary>Means of columns over parts of a sample, with their covariances.</summary>
internal sealed class MeanEstimates
{
    public MeanEstimates(int count) => (Values, Covariance, Counts) = (new double[count], new Matrix(count, count), new double[count]);

    public double[] Values { get; }

    public Matrix Covariance { get; }

    public double[] Counts { get; }

    public double Error(int i) => Math.Sqrt(Covariance[i, i]);

    /// <summary>Means of all variables in each part; parts have no observations in common.</summary>
    public static MeanEstimates Of(IReadOnlyList<Sample> parts, IReadOnlyList<Variable> variables)
    {
        var estimates = new MeanEstimates(parts.Count * variables.Count);
        for (var part = 0; part < parts.Count; part++)
        {
            var sample = parts[part];
            double total = sample.Weights?.Sum() ?? sample.Rows.Length, n = sample.Count;
            for (var i = 0; i < variables.Count; i++)
            {
                // Means of one variable in all parts stand side by side.
                var at = (i * parts.Count) + part;
                estimates.Values[at] = sample.Summary(variables[i]).Mean;
                estimates.Counts[at] = n;
            }

            for (var i = 0; i < variables.Count; i++)
            {
                for (var j = 0; j <= i; j++)
                {
                    var (x, y) = ((i * parts.Count) + part, (j * parts.Count) + part);
                    double sum = 0;
                    for (var k = 0; k < sample.Rows.Length; k++)
                    {
                        var weight = sample.Weight(k);
                        var product = (variables[i].Number(sample.Rows[k]) - estimates.Values[x]) * (variables[j].Number(sample.Rows[k]) - estimates.Values[y]);
                        sum += product * (sample.Kind == WeightKind.Sampling ? weight * weight / total : weight / n);
                    }

                    estimates.Covariance[x, y] = estimates.Covariance[y, x] = n > 1 ? sum * n / (n - 1) / total : 0;
                }
            }
        }

        return estimates;
    }

    public void Store(Session session, Stripe[] names, Sample sample, CommandSyntax syntax, string command, string title, string rest)
    {
        var e = session.E;
        e.Clear();
        session.Data.SetSample(sample.Rows);
        e.Set("N", sample.Count);
        e.Set("df_r", sample.Count - 1);
        e.Set("cmdline", $"{command} {rest.Trim()}");
        e.Set("cmd", command);
        e.Set("title", title);
        e.Set("vce", sample.Kind == WeightKind.Sampling ? "linearized" : "analytic");
        e.Set("depvar", command == "mean" ? "Mean" : "Proportion");
        e.Set("properties", "b V");
        if (syntax.Weights is { } weights)
        {
            e.Set("wtype", weights.Name);
            e.Set("wexp", $"= {weights.Text}");
        }

        e.Set("b", Matrix.Row(Values, names));
        Covariance.RowNames = names;
        Covariance.ColumnNames = names;
        e.Set("V", Covariance);
        var counts = Matrix.Row(Counts, names);
        e.Set("_N", counts);
    }
}
