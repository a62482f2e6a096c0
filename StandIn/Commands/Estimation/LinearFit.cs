using StataRuns.StandIn.Commands.Estimation.Models;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Estimation;

/// <summary>Fits a linear model and leaves in <c>e()</c> what <c>regress</c> leaves there.</summary>
internal static class LinearFit
{
    public static void Run(Session session, Model model, Vce vce, string commandLine)
    {
        var columns = model.Values;
        var weights = model.Weights;
        var fit = LeastSquares.Fit(columns, model.Y, model.HasConstant, weights);
        var n = model.Observations;
        if (n < 2)
        {
            throw new StataError(2001, "insufficient observations");
        }

        model.SayNotes(session);
        var names = model.Names(session, fit.IsOmitted, "");
        var degrees = n - fit.Rank;
        var residual = Math.Min(fit.ResidualSumOfSquares, fit.TotalSumOfSquares);
        var clusters = vce.Cluster is null ? default : Clusters.Of(vce.Cluster, model.Rows);
        if (vce.Cluster is not null && clusters.Count < 2)
        {
            throw new StataError(460, "only one cluster detected");
        }

        var variance = vce.IsRobust ? Robust(model, fit, vce, clusters, columns, weights) : Usual(fit, degrees > 0 ? residual / degrees : Missing.System);
        session.Data.SetSample(model.Rows);
        var e = session.E;
        e.Clear();
        e.Set("b", Matrix.Row(model.Spread(fit.Coefficients)).Named([new Stripe("", "y1")], names));
        e.Set("V", model.Spread(variance, names));
        StoreSums(e, model, fit, vce.Cluster is null ? degrees : clusters.Count - 1, degrees, residual, n);
        e.Set("F", vce.IsRobust ? WaldTest.ModelF(e) : UsualF(fit, model, degrees, residual));
        if (vce.Cluster is not null)
        {
            e.Set("N_clust", clusters.Count);
        }

        e.Set("cmdline", commandLine);
        e.Set("title", "Linear regression");
        e.Set("marginsok", "XB default");
        e.Set("vce", vce.Name("ols"));
        e.Set("vcetype", vce.Title);
        e.Set("clustvar", vce.Cluster?.Name ?? "");
        e.Set("depvar", model.Dependent.Name);
        e.Set("cmd", "regress");
        e.Set("properties", "b V");
        e.Set("predict", "regres_p");
        e.Set("model", "ols");
        e.Set("estat_cmd", "regress_estat");
        e.Set("beta", () => Standardised(e, model, weights));
    }

    private static void StoreSums(Results e, Model model, LeastSquares fit, double resultDegrees, double degrees, double residual, double n)
    {
        var constants = model.HasConstant ? 1 : 0;
        var total = fit.TotalSumOfSquares;
        var logWeights = model.WeightKind is WeightKind.Analytic or WeightKind.Sampling ? model.Weights!.Sum(Math.Log) : 0;
        e.Set("N", n);
        e.Set("df_m", fit.Rank - constants);
        e.Set("df_r", resultDegrees);
        e.Set("F", Missing.System);
        e.Set("r2", total > 0 ? 1 - (residual / total) : Missing.System);
        e.Set("rmse", degrees > 0 ? Math.Sqrt(residual / degrees) : 0);
        e.Set("mss", total - residual);
        e.Set("rss", residual);
        e.Set("r2_a", total > 0 && degrees > 0 ? 1 - (residual / degrees / (total / (n - constants))) : Missing.System);
        e.Set("ll", LogLikelihood(residual));
        e.Set("ll_0", LogLikelihood(total));
        e.Set("rank", fit.Rank);

        double LogLikelihood(double sum) => Missing.Normalize(-0.5 * ((n * (Math.Log(2 * Math.PI) + Math.Log(sum / n) + 1)) - logWeights));
    }

    private static double UsualF(LeastSquares fit, Model model, double degrees, double residual)
    {
        var slopes = fit.Rank - (model.HasConstant ? 1 : 0);
        return slopes > 0 && degrees > 0 && residual > 0
            ? (fit.TotalSumOfSquares - residual) / slopes / (residual / degrees)
            : slopes == 0 && degrees > 0 ? 0 : Missing.System;
    }

    private static double[,] Usual(LeastSquares fit, double variance)
    {
        var k = fit.Coefficients.Length;
        var result = new double[k, k];
        for (var i = 0; i < k; i++)
        {
            for (var j = 0; j < k; j++)
            {
                result[i, j] = Missing.Is(variance) ? 0 : fit.Inverse[i, j] * variance;
            }
        }

        return result;
    }

    private static double[,] Robust(Model model, LeastSquares fit, Vce vce, (int[] Ids, int Count) clusters, double[][] columns, double[]? weights)
    {
        var scores = new double[model.Y.Length];
        for (var i = 0; i < scores.Length; i++)
        {
            var residual = model.Y[i];
            for (var j = 0; j < columns.Length; j++)
            {
                residual -= columns[j][i] * fit.Coefficients[j];
            }

            var weight = weights is null ? 1 : weights[i];
            scores[i] = residual * weight;
            if (vce.Kind is VceKind.Hc2 or VceKind.Hc3)
            {
                var left = 1 - (Leverage(fit.Inverse, columns, i) * (model.WeightKind == WeightKind.Frequency ? 1 : weight));
                scores[i] /= vce.Kind == VceKind.Hc2 ? Math.Sqrt(left) : left;
            }
        }

        var n = model.Observations;
        var factor = vce.Kind switch
        {
            VceKind.Hc2 or VceKind.Hc3 => 1,
            VceKind.Cluster => (n - 1) / (n - fit.Rank) * clusters.Count / (clusters.Count - 1.0),
            _ => n / (n - fit.Rank),
        };
        var frequencies = model.WeightKind is WeightKind.Frequency or WeightKind.Importance ? weights : null;
        return Sandwich.Of(fit.Inverse, columns, scores, frequencies, clusters.Ids, factor);
    }

    public static double Leverage(double[,] inverse, double[][] columns, int row)
    {
        var sum = 0.0;
        for (var i = 0; i < columns.Length; i++)
        {
            for (var j = 0; j < columns.Length; j++)
            {
                sum += columns[i][row] * inverse[i, j] * columns[j][row];
            }
        }

        return sum;
    }

    /// <summary>Coefficients in standard deviations of both sides, which <c>beta</c> shows.</summary>
    private static Matrix Standardised(Results e, Model model, double[]? weights)
    {
        var b = e.Matrix("b")!;
        var y = Spread(model.Y);
        var row = new double[b.Columns];
        for (var j = 0; j < row.Length; j++)
        {
            row[j] = model.Columns[j].Name == "_cons" ? Missing.System : model.Columns[j].Values is { } values ? b[0, j] * Spread(values) / y : 0;
        }

        return Matrix.Row(row, b.ColumnNames);

        double Spread(double[] values)
        {
            double total = 0, mean = 0, sum = 0;
            for (var i = 0; i < values.Length; i++)
            {
                var weight = weights is null ? 1 : weights[i];
                total += weight;
                mean += weight * values[i];
            }

            mean /= total;
            for (var i = 0; i < values.Length; i++)
            {
                sum += (weights is null ? 1 : weights[i]) * (values[i] - mean) * (values[i] - mean);
            }

            return Math.Sqrt(sum);
        }
    }
}
