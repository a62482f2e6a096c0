namespace StataRuns.StandIn.Statistics;

/// <summary>
/// Least squares by Householder's QR of the standardised columns: stable where the normal equations aren't (Longley's data).
/// A column that the ones before it determine is left out, as <c>regress</c> does.
/// </summary>
internal sealed class LeastSquares
{
    /// <summary>What others leave of a column's length; squared it is the tolerance of Stata's own check for collinearity, 1e-13.</summary>
    private const double Collinear = 3.2e-7;

    private LeastSquares(double[] coefficients, double[,] inverse, bool[] isOmitted, double residual, double total, int rank) =>
        (Coefficients, Inverse, IsOmitted, ResidualSumOfSquares, TotalSumOfSquares, Rank) = (coefficients, inverse, isOmitted, residual, total, rank);

    public double[] Coefficients { get; }

    /// <summary>(X'WX)⁻¹; times s² it is the coefficients' covariance. Rows and columns left out are zero.</summary>
    public double[,] Inverse { get; }

    public bool[] IsOmitted { get; }

    public double ResidualSumOfSquares { get; }

    /// <summary>About the mean if there's a constant.</summary>
    public double TotalSumOfSquares { get; }

    public int Rank { get; }

    /// <param name="columns">Each as long as <paramref name="y"/>; a constant is a column too, and comes last.</param>
    /// <param name="hasConstant">The last column is the constant: the others are centred first, which keeps digits.</param>
    /// <param name="weights">Null if all observations weigh 1.</param>
    public static LeastSquares Fit(double[][] columns, double[] y, bool hasConstant, double[]? weights = null)
    {
        var n = y.Length;
        var k = columns.Length;
        var slopes = hasConstant ? k - 1 : k;
        var roots = weights is null ? null : Array.ConvertAll(weights, Math.Sqrt);
        var total = weights?.Sum() ?? n;
        var means = new double[slopes];
        var scales = new double[slopes];
        var work = new double[slopes][];
        var yMean = hasConstant ? Mean(y, weights, total) : 0;
        var target = Centred(y, yMean, roots);
        var totalSum = SumOfSquares(target, 0);
        for (var j = 0; j < slopes; j++)
        {
            means[j] = hasConstant ? Mean(columns[j], weights, total) : 0;
            work[j] = Centred(columns[j], means[j], roots);
            var size = Norm(columns[j], 0);
            scales[j] = Norm(work[j], 0);
            if (scales[j] <= size * 1e-13 * (weights is null ? 1 : Math.Sqrt(total / n)))
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

        var residual = SumOfSquares(target, rank);
        var inverse = new double[k, k];
        Square(InvertTriangle(r, rank), kept, rank, inverse);
        var omitted = new bool[k];
        for (var j = 0; j < slopes; j++)
        {
            omitted[j] = !kept.Contains(j);
        }

        if (hasConstant)
        {
            beta[k - 1] = yMean;
            for (var j = 0; j < slopes; j++)
            {
                beta[k - 1] -= beta[j] * means[j];
            }

            AddConstant(inverse, means, total);
            rank++;
        }

        return new LeastSquares(beta, inverse, omitted, residual, totalSum, rank);
    }

    private static double[] Centred(double[] values, double mean, double[]? roots)
    {
        var centred = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            centred[i] = (values[i] - mean) * (roots is null ? 1 : roots[i]);
        }

        return centred;
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
            var size = Vectors.Dot(v, v);
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

        var rest = column.AsSpan(row);
        Vectors.AddScaled(-2 * Vectors.Dot(v, rest) / size, v, rest);
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

    /// <summary>R⁻¹ R⁻¹' is (X'X)⁻¹ of the columns kept.</summary>
    private static void Square(double[,] triangle, List<int> kept, int rank, double[,] inverse)
    {
        for (var i = 0; i < rank; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = 0.0;
                for (var m = i; m < rank; m++)
                {
                    sum += triangle[i, m] * triangle[j, m];
                }

                inverse[kept[i], kept[j]] = inverse[kept[j], kept[i]] = sum;
            }
        }
    }

    /// <summary>The centred columns' inverse becomes that of the columns and the constant.</summary>
    private static void AddConstant(double[,] inverse, double[] means, double total)
    {
        var last = means.Length;
        var variance = 1 / total;
        for (var i = 0; i < last; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < last; j++)
            {
                sum += inverse[i, j] * means[j];
            }

            inverse[i, last] = inverse[last, i] = -sum;
            variance += sum * means[i];
        }

        inverse[last, last] = variance;
    }

    private static double Mean(double[] values, double[]? weights, double total)
    {
        var mean = 0.0;
        for (var pass = 0; pass < 2; pass++)
        {
            var rest = 0.0;
            for (var i = 0; i < values.Length; i++)
            {
                rest += (values[i] - mean) * (weights is null ? 1 : weights[i]);
            }

            mean += rest / total; // the second pass adds what rounding lost
        }

        return mean;
    }

    private static double SumOfSquares(double[] values, int from) => Vectors.Dot(values.AsSpan(from), values.AsSpan(from));

    private static double Norm(double[] values, int from)
    {
        var square = SumOfSquares(values, from);
        if (square is > 1e-250 and < 1e250)
        {
            return Math.Sqrt(square);
        }

        // The squares may have left the range of doubles.
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
