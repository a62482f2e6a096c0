namespace StataRuns.StandIn.Statistics;

/// <summary>Robust covariance: the inverse information on both sides of the scores' squares.</summary>
internal static class Sandwich
{
    /// <param name="bread">The inverse information; rows and columns left out are zero.</param>
    /// <param name="columns">The design, column by column.</param>
    /// <param name="scores">Of each observation, times its weight; its score for a coefficient is this times the column's value.</param>
    /// <param name="frequencies">How many observations each stands for; null for one.</param>
    /// <param name="clusters">The cluster of each observation, from 0; null for none.</param>
    /// <param name="factor">The correction for small samples.</param>
    public static double[,] Of(double[,] bread, double[][] columns, double[] scores, double[]? frequencies, int[]? clusters, double factor)
    {
        var k = columns.Length;
        var meat = clusters is null ? Meat(columns, scores, frequencies) : ClusterMeat(columns, scores, clusters);
        var left = new double[k, k];
        for (var i = 0; i < k; i++)
        {
            for (var j = 0; j < k; j++)
            {
                for (var m = 0; m < k; m++)
                {
                    left[i, j] += bread[i, m] * meat[m, j];
                }
            }
        }

        var result = new double[k, k];
        for (var i = 0; i < k; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = 0.0;
                for (var m = 0; m < k; m++)
                {
                    sum += left[i, m] * bread[m, j];
                }

                result[i, j] = result[j, i] = sum * factor;
            }
        }

        return result;
    }

    private static double[,] Meat(double[][] columns, double[] scores, double[]? frequencies)
    {
        var k = columns.Length;
        var squares = new double[scores.Length];
        for (var i = 0; i < squares.Length; i++)
        {
            squares[i] = scores[i] * scores[i] / (frequencies is null ? 1 : frequencies[i]);
        }

        var meat = new double[k, k];
        for (var p = 0; p < k; p++)
        {
            for (var q = 0; q <= p; q++)
            {
                var (x, y, sum) = (columns[p], columns[q], 0.0);
                for (var i = 0; i < squares.Length; i++)
                {
                    sum += squares[i] * x[i] * y[i];
                }

                meat[p, q] = meat[q, p] = sum;
            }
        }

        return meat;
    }

    private static double[,] ClusterMeat(double[][] columns, double[] scores, int[] clusters)
    {
        var k = columns.Length;
        var count = clusters.Length == 0 ? 0 : clusters.Max() + 1;
        var sums = new double[k][];
        for (var p = 0; p < k; p++)
        {
            sums[p] = new double[count];
            for (var i = 0; i < scores.Length; i++)
            {
                sums[p][clusters[i]] += scores[i] * columns[p][i];
            }
        }

        return Meat(sums, [.. Enumerable.Repeat(1.0, count)], null);
    }
}
