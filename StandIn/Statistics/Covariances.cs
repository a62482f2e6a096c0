namespace StataRuns.StandIn.Statistics;

/// <summary>Means, covariances and correlations of several variables over the same observations.</summary>
internal sealed class Covariances
{
    private readonly double[,] _squares;
    private readonly double _divisor;

    /// <param name="columns">The values of each variable.</param>
    /// <param name="count">How many observations that is, with weights.</param>
    public Covariances(double[][] columns, double[]? weights, double count)
    {
        var total = weights?.Sum() ?? columns[0].Length;
        Means = Array.ConvertAll(columns, column => Sum(column, weights) / total);
        _squares = new double[columns.Length, columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                double sum = 0;
                for (var at = 0; at < columns[i].Length; at++)
                {
                    sum += (weights?[at] ?? 1) * (columns[i][at] - Means[i]) * (columns[j][at] - Means[j]);
                }

                _squares[i, j] = _squares[j, i] = sum * (count / total);
            }
        }

        _divisor = count - 1;
    }

    public double[] Means { get; }

    public double Covariance(int i, int j) => _divisor > 0 ? _squares[i, j] / _divisor : Missing.System;

    public double Correlation(int i, int j) => _squares[i, i] > 0 && _squares[j, j] > 0
        ? i == j ? 1 : Math.Clamp(_squares[i, j] / Math.Sqrt(_squares[i, i]) / Math.Sqrt(_squares[j, j]), -1, 1)
        : Missing.System;

    /// <summary>The probability of a correlation at least as far from 0, if there were none.</summary>
    public static double Probability(double correlation, double count)
    {
        if (Missing.Is(correlation) || count <= 2)
        {
            return Missing.System;
        }

        return Math.Abs(correlation) >= 1 ? 0 : 2 * Distributions.TTail(count - 2, Math.Abs(correlation) * Math.Sqrt((count - 2) / (1 - (correlation * correlation))));
    }

    private static double Sum(double[] column, double[]? weights)
    {
        double sum = 0;
        for (var at = 0; at < column.Length; at++)
        {
            sum += (weights?[at] ?? 1) * column[at];
        }

        return sum;
    }
}
