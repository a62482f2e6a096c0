using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Estimation;

/// <summary>Tests of linear hypotheses Rb = r with the covariance in <c>e(V)</c>.</summary>
internal static class WaldTest
{
    /// <summary>The chi-squared statistic and how many of the hypotheses are independent.</summary>
    public static (double Statistic, int Degrees, bool[] IsDropped) Of(Results e, IReadOnlyList<LinearHypothesis> hypotheses)
    {
        var (b, v) = (e.Matrix("b")!, e.Matrix("V")!);
        var q = hypotheses.Count;
        var difference = new double[q];
        var covariance = new Matrix(q, q);
        for (var i = 0; i < q; i++)
        {
            difference[i] = -hypotheses[i].Value;
            for (var j = 0; j < b.Columns; j++)
            {
                difference[i] += hypotheses[i].Weights[j] * b[0, j];
            }

            for (var j = 0; j <= i; j++)
            {
                covariance[i, j] = covariance[j, i] = Quadratic(hypotheses[i].Weights, v, hypotheses[j].Weights);
            }
        }

        if (covariance.HasMissing())
        {
            return (Missing.System, q, new bool[q]);
        }

        return Statistic(covariance, difference);
    }

    public static double Quadratic(double[] left, Matrix v, double[] right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++)
        {
            for (var j = 0; left[i] != 0 && j < right.Length; j++)
            {
                sum += right[j] == 0 ? 0 : left[i] * v[i, j] * right[j];
            }
        }

        return sum;
    }

    /// <summary>The joint test of all slopes that robust regressions show as F.</summary>
    public static double ModelF(Results e)
    {
        var (statistic, degrees) = ModelChi2(e);
        var residualDegrees = e.Get("df_r")!.Value.Number;
        return degrees == 0 ? Missing.System : degrees < e.Get("df_m")!.Value.Number || residualDegrees < degrees ? Missing.System : statistic / degrees;
    }

    /// <summary>The joint test that every coefficient but the constants is zero.</summary>
    public static (double Statistic, int Degrees) ModelChi2(Results e)
    {
        var names = e.Matrix("b")!.ColumnNames;
        var hypotheses = new List<LinearHypothesis>();
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i].Name != "_cons" && FactorNames.State(names[i].Name) == CoefficientState.Estimated)
            {
                var weights = new double[names.Length];
                weights[i] = 1;
                hypotheses.Add(new LinearHypothesis(weights, 0));
            }
        }

        if (hypotheses.Count == 0)
        {
            return (0, 0);
        }

        var (statistic, degrees, _) = Of(e, hypotheses);
        return (statistic, degrees);
    }

    /// <summary>F with the degrees of freedom in <c>e(df_r)</c>, else chi-squared; the probability with it.</summary>
    public static double Probability(double chi2, int degrees, double? residualDegrees) => Missing.Is(chi2) || degrees == 0
        ? Missing.System
        : residualDegrees is { } df && !Missing.Is(df) ? Distributions.FTail(degrees, df, chi2 / degrees) : Distributions.ChiSquaredTail(degrees, chi2);

    /// <summary>By Cholesky's factor, hypothesis by hypothesis: one that the others imply is dropped.</summary>
    private static (double Statistic, int Degrees, bool[] IsDropped) Statistic(Matrix covariance, double[] difference)
    {
        var q = difference.Length;
        var factor = new double[q, q];
        var solved = new double[q];
        var isDropped = new bool[q];
        var (statistic, degrees) = (0.0, 0);
        for (var i = 0; i < q; i++)
        {
            var pivot = covariance[i, i];
            var value = difference[i];
            for (var j = 0; j < i; j++)
            {
                if (isDropped[j])
                {
                    continue;
                }

                var sum = covariance[i, j];
                for (var m = 0; m < j; m++)
                {
                    sum -= isDropped[m] ? 0 : factor[i, m] * factor[j, m];
                }

                factor[i, j] = sum / factor[j, j];
                pivot -= factor[i, j] * factor[i, j];
                value -= factor[i, j] * solved[j];
            }

            isDropped[i] = pivot <= Math.Abs(covariance[i, i]) * 1e-11;
            if (!isDropped[i])
            {
                factor[i, i] = Math.Sqrt(pivot);
                solved[i] = value / factor[i, i];
                statistic += solved[i] * solved[i];
                degrees++;
            }
        }

        return (statistic, degrees, isDropped);
    }
}
