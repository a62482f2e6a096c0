namespace StataRuns.StandIn.Statistics;

/// <summary>
/// Least squares by Householder's QR of the standardised columns: stable where the normal equations aren't (Longley's data).
/// A column that the ones before it determine is left out, as <c>regress</c> does.
/// </summary>
internal sealed class LeastSquares
{
    private const double Collinear = 1e-11;

    private LeastSquares(double[] coefficients, double[] inverseDiagonal, bool[] isOmitted, double residual, int rank) =>
        (Coefficients, InverseDiagonal, IsOmitted, ResidualSumOfSquares, Rank) = (coefficients, inverseDiagonal, isOmitted, residual, rank);

    public double[] Coefficients { get; }

    /// <summary>The diagonal of (X'X)⁻¹; times s² it is the coefficients' variances.</summary>
    public double[] InverseDiagonal { get; }

    public bool[] IsOmitted { get; }

    public double ResidualSumOfSquares { get; }

    public int Rank { get; }

    /// <param name="columns">Each as long as <paramref name="y"/>; a constant is a column too, and comes last.</param>
    /// <param name="hasConstant">The last column is the constant: the others are centred first, which keeps digits.</param>
    public static LeastSquares Fit(double[][] columns, double[] y, bool hasConstant)
    {
        var n = y.Length;
        var k = columns.Length;
        var slopes = hasConstant ? k - 1 : k;
        var means = new double[slopes];
        var scales = new double[slopes];
        var work = new double[slopes][];
        var yMean = hasConstant ? Mean(y) : 0;
        var target = Array.ConvertAll(y, value => value - yMean);
        for (var j = 0; j < slopes; j++)
        {
            means[j] = hasConstant ? Mean(columns[j]) : 0;
            var mean = means[j];
            work[j] = Array.ConvertAll(columns[j], value => value - mean);
            var size = Norm(columns[j], 0);
            scales[j] = Norm(work[j], 0);
            if (scales[j] <= size * 1e-13)
            {
                scales[j] = 0; // constant beside the constant
            }
        }

        var (r, kept) = Triangulate(work, scales, target, n);
        var rank = kept.Count;
        var beta = new double[k];
        for (var i = rank - 1; i >= 0; i--)
        {
            var sum = target[i];
            for (var j = i + 1; j < rank; j++)
            {
                sum -= r[j][i] * beta[kept[j]];
            }

            beta[kept[i]] = sum / r[i][i];
        }

        var residual = 0.0;
        for (var i = rank; i < n; i++)
        {
            residual += target[i] * target[i];
        }

        var inverse = InvertTriangle(r, rank);
        var diagonal = new double[k];
        for (var i = 0; i < rank; i++)
        {
            for (var j = i; j < rank; j++)
            {
                diagonal[kept[i]] += inverse[i, j] * inverse[i, j];
            }
        }

        var omitted = new bool[k];
        for (var j = 0; j < slopes; j++)
        {
            omitted[j] = !kept.Contains(j);
        }

        if (!hasConstant)
        {
            // The rotated target holds the residuals exactly where nothing was centred away.
            return new LeastSquares(beta, diagonal, omitted, residual, rank);
        }

        beta[k - 1] = yMean;
        for (var j = 0; j < slopes; j++)
        {
            beta[k - 1] -= beta[j] * means[j];
        }

        diagonal[k - 1] = (1.0 / n) + ConstantVariance(inverse, kept, means, rank);
        return new LeastSquares(beta, diagonal, omitted, residual, rank + 1);
    }

    /// <summary>Householder reflections, column by column; the target is reflected along.</summary>
    private static (List<double[]> R, List<int> Kept) Triangulate(double[][] work, double[] scales, double[] target, int n)
    {
        var r = new List<double[]>();
        var kept = new List<int>();
        for (var j = 0; j < work.Length && kept.Count < n; j++)
        {
            var row = kept.Count;
            var column = work[j];
            var norm = Norm(column, row);
            if (scales[j] == 0 || norm <= scales[j] * Collinear)
            {
                continue;
            }

            var pivot = column[row] > 0 ? -norm : norm;
            var v = column[row..];
            v[0] -= pivot;
            var size = 0.0;
            foreach (var value in v)
            {
                size += value * value;
            }

            for (var other = j + 1; other < work.Length; other++)
            {
                Reflect(v, size, work[other], row);
            }

            Reflect(v, size, target, row);
            var triangle = column[..(row + 1)];
            triangle[row] = pivot;
            r.Add(triangle);
            kept.Add(j);
        }

        return (r, kept);
    }

    private static void Reflect(double[] v, double size, double[] column, int row)
    {
        if (size == 0)
        {
            return;
        }

        var dot = 0.0;
        for (var i = 0; i < v.Length; i++)
        {
            dot += v[i] * column[row + i];
        }

        var factor = 2 * dot / size;
        for (var i = 0; i < v.Length; i++)
        {
            column[row + i] -= factor * v[i];
        }
    }

    private static double[,] InvertTriangle(List<double[]> r, int rank)
    {
        var inverse = new double[rank, rank];
        for (var j = 0; j < rank; j++)
        {
            inverse[j, j] = 1 / r[j][j];
            for (var i = j - 1; i >= 0; i--)
            {
                var sum = 0.0;
                for (var m = i + 1; m <= j; m++)
                {
                    sum += r[m][i] * inverse[m, j];
                }

                inverse[i, j] = -sum / r[i][i];
            }
        }

        return inverse;
    }

    /// <summary>m' (X'X)⁻¹ m of the centred columns.</summary>
    private static double ConstantVariance(double[,] inverse, List<int> kept, double[] means, int rank)
    {
        var total = 0.0;
        for (var j = 0; j < rank; j++)
        {
            var sum = 0.0;
            for (var i = 0; i <= j; i++)
            {
                sum += means[kept[i]] * inverse[i, j];
            }

            total += sum * sum;
        }

        return total;
    }

    private static double Mean(double[] values)
    {
        var mean = values.Sum() / values.Length;
        var rest = 0.0;
        foreach (var value in values)
        {
            rest += value - mean;
        }

        return mean + (rest / values.Length);
    }

    private static double Norm(double[] values, int from)
    {
        var largest = 0.0;
        for (var i = from; i < values.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(values[i]));
        }

        if (largest == 0)
        {
            return 0;
        }

        var sum = 0.0;
        for (var i = from; i < values.Length; i++)
        {
            var scaled = values[i] / largest;
            sum += scaled * scaled;
        }

        return largest * Math.Sqrt(sum);
    }
}
