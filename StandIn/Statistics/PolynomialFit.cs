namespace StataRuns.StandIn.Statistics;

/// <summary>Least squares of y on x, or on x and its square; x is centred and scaled, so that the normal equations stay well conditioned.</summary>
internal sealed class PolynomialFit
{
    private readonly double _center;
    private readonly double _scale;
    private readonly double[] _coefficients;
    private readonly double[,] _inverse;
    private readonly double _variance;

    private PolynomialFit(double center, double scale, double[] coefficients, double[,] inverse, double residualSum, int observations)
    {
        (_center, _scale, _coefficients, _inverse) = (center, scale, coefficients, inverse);
        ResidualDegrees = observations - coefficients.Length;
        _variance = ResidualDegrees > 0 ? residualSum / ResidualDegrees : 0;
    }

    public int ResidualDegrees { get; }

    /// <summary>Null if x doesn't vary enough to tell.</summary>
    public static PolynomialFit? Of(double[] x, double[] y, int degree)
    {
        var center = x.Average();
        var scale = x.Max(value => Math.Abs(value - center));
        if (scale == 0)
        {
            return null;
        }

        var size = degree + 1;
        var (moments, products) = (new double[size, size], new double[size]);
        for (var at = 0; at < x.Length; at++)
        {
            var terms = Terms((x[at] - center) / scale, size);
            for (var row = 0; row < size; row++)
            {
                products[row] += terms[row] * y[at];
                for (var column = 0; column < size; column++)
                {
                    moments[row, column] += terms[row] * terms[column];
                }
            }
        }

        if (Inverse(moments, size) is not { } inverse)
        {
            return null;
        }

        var coefficients = new double[size];
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                coefficients[row] += inverse[row, column] * products[column];
            }
        }

        var residualSum = 0.0;
        for (var at = 0; at < x.Length; at++)
        {
            var residual = y[at] - Value(coefficients, (x[at] - center) / scale);
            residualSum += residual * residual;
        }

        return new PolynomialFit(center, scale, coefficients, inverse, residualSum, x.Length);
    }

    public double At(double x) => Value(_coefficients, (x - _center) / _scale);

    /// <summary>Of the mean at x, or of a new observation there.</summary>
    public double StandardError(double x, bool isForecast)
    {
        var terms = Terms((x - _center) / _scale, _coefficients.Length);
        var sum = isForecast ? 1.0 : 0;
        for (var row = 0; row < terms.Length; row++)
        {
            for (var column = 0; column < terms.Length; column++)
            {
                sum += terms[row] * _inverse[row, column] * terms[column];
            }
        }

        return Math.Sqrt(_variance * sum);
    }

    private static double Value(double[] coefficients, double x)
    {
        var value = 0.0;
        for (var power = coefficients.Length - 1; power >= 0; power--)
        {
            value = (value * x) + coefficients[power];
        }

        return value;
    }

    private static double[] Terms(double x, int size) => size == 2 ? [1, x] : [1, x, x * x];

    /// <summary>By Gauss and Jordan with the largest pivot.</summary>
    private static double[,]? Inverse(double[,] matrix, int size)
    {
        var (left, right) = ((double[,])matrix.Clone(), new double[size, size]);
        for (var at = 0; at < size; at++)
        {
            right[at, at] = 1;
        }

        for (var at = 0; at < size; at++)
        {
            var pivot = at;
            for (var row = at + 1; row < size; row++)
            {
                pivot = Math.Abs(left[row, at]) > Math.Abs(left[pivot, at]) ? row : pivot;
            }

            if (Math.Abs(left[pivot, at]) < 1e-12 * matrix[0, 0])
            {
                return null;
            }

            for (var column = 0; column < size; column++)
            {
                (left[at, column], left[pivot, column]) = (left[pivot, column], left[at, column]);
                (right[at, column], right[pivot, column]) = (right[pivot, column], right[at, column]);
            }

            var head = left[at, at];
            for (var column = 0; column < size; column++)
            {
                left[at, column] /= head;
                right[at, column] /= head;
            }

            for (var row = 0; row < size; row++)
            {
                var factor = row == at ? 0 : left[row, at];
                for (var column = 0; factor != 0 && column < size; column++)
                {
                    left[row, column] -= factor * left[at, column];
                    right[row, column] -= factor * right[at, column];
                }
            }
        }

        return right;
    }
}
