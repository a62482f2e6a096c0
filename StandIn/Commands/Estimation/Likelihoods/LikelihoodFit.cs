using StataRuns.StandIn.Commands.Estimation.Models;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Estimation.Likelihoods;

/// <summary>Maximises a likelihood and leaves in <c>e()</c> what Stata's commands leave there.</summary>
internal static class LikelihoodFit
{
    private const int UsualIterations = 300;

    public static void Run(Session session, Model model, LikelihoodRequest request)
    {
        var kind = request.Kind;
        CheckOutcome(model, kind);
        foreach (var note in model.Notes)
        {
            session.Console.WriteLine($"note: {note}");
        }

        var whole = model;
        if (!kind.IsCount && !request.KeepsPerfect)
        {
            model = PerfectPredictors.Drop(session, model);
        }

        var (columns, isOmitted) = Independent(model);
        var names = model.Names(session, isOmitted, model.Dependent.Name);
        var outcome = kind.IsCount ? model.Y : Array.ConvertAll(model.Y, y => y != 0 ? 1.0 : 0);
        var offset = Offset(session, model, request);
        var weights = model.RawWeights;
        var constantOnly = ConstantOnly(kind, outcome, weights, offset, model.HasConstant);
        var start = new double[columns.Length];
        if (kind.IsCount)
        {
            start = CountStart(columns, outcome, weights, offset, model.HasConstant);
        }
        else if (model.HasConstant)
        {
            start[^1] = constantOnly.Coefficient;
        }

        var fit = new NewtonFit(kind.Likelihood, columns, outcome, model.HasConstant, weights, offset, start);
        var isPseudo = request.Vce.IsRobust;
        if (!request.IsSilent && model == whole)
        {
            session.Console.WriteLine();
        }

        fit.Run(request.Iterations, (iteration, value) =>
        {
            if (!request.IsSilent)
            {
                session.Console.WriteLine($"Iteration {iteration}:  Log {(isPseudo ? "pseudolikelihood" : "likelihood")} = {DisplayFormat.Double.Format(value)}  ");
                session.Logs.FlushIfDue();
            }
        });
        if (!fit.IsConverged && request.Iterations >= UsualIterations)
        {
            throw new StataError(430, "convergence not achieved");
        }

        Store(session, model, request, fit, columns, isOmitted, names, constantOnly.LogLikelihood);
    }

    private static void Store(Session session, Model model, LikelihoodRequest request, NewtonFit fit, double[][] columns, bool[] isOmitted, Stripe[] names, double constantOnly)
    {
        var vce = request.Vce;
        var clusters = vce.Cluster is null ? default : Clusters.Of(vce.Cluster, model.Rows);
        var n = model.Observations;
        var frequencies = model.WeightKind is WeightKind.Frequency or WeightKind.Importance ? model.RawWeights : null;
        var factor = vce.Cluster is null ? n / (n - 1) : clusters.Count / (clusters.Count - 1.0);
        var variance = vce.IsRobust ? Sandwich.Of(fit.Inverse, columns, fit.Scores(), frequencies, clusters.Ids, factor) : fit.Inverse;
        session.Data.SetSample(model.Rows);
        var e = session.E;
        e.Clear();
        e.Set("b", Matrix.Row(model.Spread(Widened(fit.Coefficients, isOmitted))).Named([new Stripe("", "y1")], names));
        e.Set("V", model.Spread(Widened(variance, isOmitted), names));
        var (wald, degrees) = WaldTest.ModelChi2(e);
        var usesWald = vce.IsRobust || !model.HasConstant;
        var chi2 = usesWald ? wald : 2 * (fit.LogLikelihood - constantOnly);
        e.Set("rank", columns.Length);
        e.Set("N", n);
        e.Set("ic", fit.Iterations);
        e.Set("k", names.Length);
        e.Set("k_eq", 1);
        e.Set("k_dv", 1);
        e.Set("converged", fit.IsConverged ? 1 : 0);
        e.Set("rc", fit.IsConverged ? 0 : 430);
        e.Set("ll", fit.LogLikelihood);
        e.Set("k_eq_model", 1);
        if (model.HasConstant)
        {
            e.Set("ll_0", constantOnly);
        }

        e.Set("df_m", degrees);
        e.Set("chi2", chi2);
        e.Set("p", degrees == 0 ? Missing.System : Distributions.ChiSquaredTail(degrees, chi2));
        if (model.HasConstant)
        {
            e.Set("r2_p", 1 - (fit.LogLikelihood / constantOnly));
        }

        if (vce.Cluster is not null)
        {
            e.Set("N_clust", clusters.Count);
        }

        e.Set("cmdline", request.CommandLine);
        e.Set("cmd", request.Kind.Command);
        e.Set("title", request.Kind.Title);
        e.Set("predict", request.Kind.IsCount ? "poisso_p" : $"{request.Kind.Command}_p");
        e.Set("chi2type", usesWald ? "Wald" : "LR");
        e.Set("opt", "moptimize");
        e.Set("vce", vce.Name("oim"));
        e.Set("vcetype", vce.Title);
        e.Set("clustvar", vce.Cluster?.Name ?? "");
        e.Set("offset", request.Offset.Length > 0 ? request.Offset : request.Exposure.Length > 0 ? $"ln({request.Exposure})" : "");
        e.Set("depvar", model.Dependent.Name);
        e.Set("properties", "b V");
    }

    private static void CheckOutcome(Model model, LikelihoodKind kind)
    {
        if (kind.IsCount)
        {
            if (Array.Exists(model.Y, y => y < 0))
            {
                throw new StataError(459, $"{model.Dependent.Name} must be greater than or equal to zero");
            }

            return;
        }

        if (Array.TrueForAll(model.Y, y => y != 0) || Array.TrueForAll(model.Y, y => y == 0))
        {
            throw new StataError(2000, "outcome does not vary; remember:\n                                  0 = negative outcome,\n        all other nonmissing values = positive outcome");
        }
    }

    /// <summary>The columns that those before them don't determine.</summary>
    private static (double[][] Columns, bool[] IsOmitted) Independent(Model model)
    {
        var columns = model.Values;
        var isOmitted = LeastSquares.Fit(columns, model.Y, model.HasConstant, model.RawWeights).IsOmitted;
        return ([.. columns.Where((_, i) => !isOmitted[i])], isOmitted);
    }

    private static (double Coefficient, double LogLikelihood) ConstantOnly(LikelihoodKind kind, double[] y, double[]? weights, double[]? offset, bool hasConstant)
    {
        if (!hasConstant)
        {
            return (0, Missing.System);
        }

        var total = weights?.Sum() ?? y.Length;
        var mean = y.Select((value, i) => value * (weights is null ? 1 : weights[i])).Sum() / total;
        var start = kind.IsCount ? Math.Log(mean) : kind == LikelihoodKind.Probit ? Distributions.InverseNormal(mean) : Math.Log(mean / (1 - mean));
        var fit = new NewtonFit(kind.Likelihood, [[.. Enumerable.Repeat(1.0, y.Length)]], y, true, weights, offset, [start]);
        fit.Run(100, static (_, _) => { });
        return (fit.Coefficients[0], fit.LogLikelihood);
    }

    /// <summary>The fit to the logarithms of the counts, drawn to their mean so that none is of zero.</summary>
    private static double[] CountStart(double[][] columns, double[] y, double[]? weights, double[]? offset, bool hasConstant)
    {
        var mean = y.Average();
        var means = Array.ConvertAll(y, value => (value + mean) / 2);
        double[] response = [.. y.Select((value, i) => Math.Log(means[i]) + ((value - means[i]) / means[i]) - (offset is null ? 0 : offset[i]))];
        double[] working = [.. means.Select((value, i) => value * (weights is null ? 1 : weights[i]))];
        return LeastSquares.Fit(columns, response, hasConstant, working).Coefficients;
    }

    private static double[]? Offset(Session session, Model model, LikelihoodRequest request)
    {
        if (request.Offset.Length == 0 && request.Exposure.Length == 0)
        {
            return null;
        }

        var variable = VariableList.Single(session.Data, request.Offset.Length > 0 ? request.Offset : request.Exposure);
        var values = Array.ConvertAll(model.Rows, at => request.Offset.Length > 0 ? variable.Number(at) : Math.Log(variable.Number(at)));
        return Array.Exists(values, value => Missing.Is(value) || !double.IsFinite(value))
            ? throw new StataError(459, $"{variable.Name} has values that are missing or not positive in the estimation sample")
            : values;
    }

    private static double[] Widened(double[] values, bool[] isOmitted)
    {
        var at = 0;
        return Array.ConvertAll(isOmitted, omitted => omitted ? 0 : values[at++]);
    }

    private static double[,] Widened(double[,] values, bool[] isOmitted)
    {
        int[] places = [.. Enumerable.Range(0, isOmitted.Length).Where(i => !isOmitted[i])];
        var wide = new double[isOmitted.Length, isOmitted.Length];
        for (var i = 0; i < places.Length; i++)
        {
            for (var j = 0; j < places.Length; j++)
            {
                wide[places[i], places[j]] = values[i, j];
            }
        }

        return wide;
    }
}
