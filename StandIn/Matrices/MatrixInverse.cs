namespace StataRuns.StandIn.Matrices;

/// <summary>Inverses, factors and the determinant.</summary>
internal static class MatrixInverse
{
    /// <summary>The general inverse by elimination with row exchanges; a singular matrix has none.</summary>
    public static Matrix General(Matrix a)
    {
        Check(a);
        var (factors, order, _) = Decompose(a);
        var n = a.Rows;
        var inverse = new Matrix(n, n).Named(a.ColumnNames, a.RowNames);
        var column = new double[n];
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i < n; i++)
            {
                column[i] = order[i] == j ? 1 : 0;
                for (var k = 0; k < i; k++)
                {
                    column[i] -= factors[i, k] * column[k];
                }
            }

            for (var i = n - 1; i >= 0; i--)
            {
                for (var k = i + 1; k < n; k++)
                {
                    column[i] -= factors[i, k] * column[k];
                }

                if (factors[i, i] == 0)
                {
                    throw new StataError(504, "matrix has missing values");
                }

                inverse[i, j] = column[i] /= factors[i, i];
            }
        }

        return inverse;
    }

    public static double Determinant(Matrix a)
    {
        Check(a);
        var (factors, _, sign) = Decompose(a);
        double product = sign;
        for (var i = 0; i < a.Rows; i++)
        {
            product *= factors[i, i];
        }

        return product;
    }

    /// <summary>
    /// The inverse of a symmetric matrix by sweeps, each on the largest pivot that is left; rows and columns that depend on
    /// those before them become zero, so that the result is a generalised inverse.
    /// </summary>
    public static Matrix Symmetric(Matrix a)
    {
        Check(a);
        if (!IsNearlySymmetric(a))
        {
            throw new StataError(505, "matrix not symmetric");
        }

        var n = a.Rows;
        var work = a.Copy();
        var scales = new double[n];
        for (var i = 0; i < n; i++)
        {
            scales[i] = Math.Abs(a[i, i]);
        }

        var isSwept = new bool[n];
        while (Pivot(work, scales, isSwept) is >= 0 and var pivot)
        {
            Sweep(work, pivot);
            isSwept[pivot] = true;
        }

        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                work[i, j] = isSwept[i] && isSwept[j] ? work[i, j] : 0;
            }
        }

        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < i; j++)
            {
                work[i, j] = work[j, i] = (work[i, j] + work[j, i]) / 2;
            }
        }

        return work.Named(a.ColumnNames, a.RowNames);
    }

    /// <summary>The sweep operator on one pivot: twice on the same gives back what was there.</summary>
    public static void Sweep(Matrix a, int pivot)
    {
        var d = a[pivot, pivot];
        if (d == 0)
        {
            for (var i = 0; i < a.Rows; i++)
            {
                a[i, pivot] = a[pivot, i] = 0;
            }

            return;
        }

        for (var i = 0; i < a.Rows; i++)
        {
            for (var j = 0; i != pivot && j < a.Columns; j++)
            {
                if (j != pivot)
                {
                    a[i, j] -= a[i, pivot] * a[pivot, j] / d;
                }
            }
        }

        for (var i = 0; i < a.Rows; i++)
        {
            if (i != pivot)
            {
                a[pivot, i] /= d;
                a[i, pivot] /= -d;
            }
        }

        a[pivot, pivot] = 1 / d;
    }

    /// <summary>The lower triangle whose square the matrix is.</summary>
    public static Matrix Cholesky(Matrix a)
    {
        Check(a);
        if (!IsNearlySymmetric(a))
        {
            throw new StataError(505, "matrix not symmetric");
        }

        var factor = new Matrix(a.Rows, a.Rows).Named(a);
        for (var j = 0; j < a.Rows; j++)
        {
            for (var i = j; i < a.Rows; i++)
            {
                var sum = a[i, j];
                for (var k = 0; k < j; k++)
                {
                    sum -= factor[i, k] * factor[j, k];
                }

                if (i == j && sum <= 0)
                {
                    throw new StataError(506, "matrix not positive definite");
                }

                factor[i, j] = i == j ? Math.Sqrt(sum) : sum / factor[j, j];
            }
        }

        return factor;
    }

    private static int Pivot(Matrix work, double[] scales, bool[] isSwept)
    {
        var best = -1;
        var size = 1e-13;
        for (var i = 0; i < scales.Length; i++)
        {
            // How much of a variable the swept ones leave: relative to what it had, so that units don't matter.
            var left = isSwept[i] || scales[i] == 0 ? 0 : Math.Abs(work[i, i]) / scales[i];
            if (left > size)
            {
                (best, size) = (i, left);
            }
        }

        return best;
    }

    private static (Matrix Factors, int[] Order, int Sign) Decompose(Matrix a)
    {
        var n = a.Rows;
        var lu = a.Copy();
        int[] order = [.. Enumerable.Range(0, n)];
        var sign = 1;
        for (var k = 0; k < n; k++)
        {
            var pivot = k;
            for (var i = k + 1; i < n; i++)
            {
                pivot = Math.Abs(lu[i, k]) > Math.Abs(lu[pivot, k]) ? i : pivot;
            }

            if (lu[pivot, k] == 0)
            {
                continue;
            }

            if (pivot != k)
            {
                sign = -sign;
                (order[k], order[pivot]) = (order[pivot], order[k]);
                for (var j = 0; j < n; j++)
                {
                    (lu[k, j], lu[pivot, j]) = (lu[pivot, j], lu[k, j]);
                }
            }

            for (var i = k + 1; i < n; i++)
            {
                lu[i, k] /= lu[k, k];
                for (var j = k + 1; j < n; j++)
                {
                    lu[i, j] -= lu[i, k] * lu[k, j];
                }
            }
        }

        return (lu, order, sign);
    }

    private static bool IsNearlySymmetric(Matrix a)
    {
        for (var i = 0; i < a.Rows; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (Math.Abs(a[i, j] - a[j, i]) > 1e-8 * (Math.Abs(a[i, j]) + Math.Abs(a[j, i])))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static void Check(Matrix a)
    {
        if (!a.IsSquare)
        {
            throw new StataError(503, "matrix not square");
        }

        if (a.HasMissing())
        {
            throw new StataError(504, "matrix has missing values");
        }
    }
}
