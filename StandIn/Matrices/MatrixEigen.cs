namespace StataRuns.StandIn.Matrices;

/// <summary>Eigenvalues of symmetric matrices and singular values, both by Jacobi's rotations.</summary>
internal static class MatrixEigen
{
    private const int MostSweeps = 100;

    /// <summary>Vectors in columns, values from the largest down.</summary>
    public static (Matrix Vectors, double[] Values) Symmetric(Matrix matrix)
    {
        var n = matrix.Rows;
        var a = matrix.Copy();
        var vectors = Matrix.Identity(n);
        for (var sweep = 0; sweep < MostSweeps && OffDiagonal(a) > 0; sweep++)
        {
            for (var p = 0; p < n - 1; p++)
            {
                for (var q = p + 1; q < n; q++)
                {
                    Rotate(a, vectors, p, q);
                }
            }
        }

        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(i => a[i, i])];
        return (Ordered(vectors, order), [.. order.Select(i => a[i, i])]);
    }

    /// <summary>A = U diag(w) V'; the columns of U and V in the order of A's, as Stata leaves them.</summary>
    public static (Matrix U, double[] Values, Matrix V) Singular(Matrix matrix)
    {
        var n = matrix.Columns;
        var u = matrix.Copy();
        var v = Matrix.Identity(n);
        for (var sweep = 0; sweep < MostSweeps; sweep++)
        {
            var isRotated = false;
            for (var p = 0; p < n - 1; p++)
            {
                for (var q = p + 1; q < n; q++)
                {
                    isRotated |= Orthogonalise(u, v, p, q);
                }
            }

            if (!isRotated)
            {
                break;
            }
        }

        var values = new double[n];
        for (var j = 0; j < n; j++)
        {
            values[j] = Math.Sqrt(Dot(u, j, j));
            for (var i = 0; i < u.Rows; i++)
            {
                u[i, j] = values[j] > 0 ? u[i, j] / values[j] : 0;
            }
        }

        return (u, values, v);
    }

    private static double OffDiagonal(Matrix a)
    {
        double off = 0, all = 0;
        for (var i = 0; i < a.Rows; i++)
        {
            for (var j = 0; j < a.Columns; j++)
            {
                all += a[i, j] * a[i, j];
                off += i == j ? 0 : a[i, j] * a[i, j];
            }
        }

        return off > all * 1e-32 ? off : 0;
    }

    private static void Rotate(Matrix a, Matrix vectors, int p, int q)
    {
        if (a[p, q] == 0)
        {
            return;
        }

        var (c, s) = Angle((a[q, q] - a[p, p]) / (2 * a[p, q]));
        for (var k = 0; k < a.Rows; k++)
        {
            (a[k, p], a[k, q]) = ((c * a[k, p]) - (s * a[k, q]), (s * a[k, p]) + (c * a[k, q]));
        }

        for (var k = 0; k < a.Rows; k++)
        {
            (a[p, k], a[q, k]) = ((c * a[p, k]) - (s * a[q, k]), (s * a[p, k]) + (c * a[q, k]));
            (vectors[k, p], vectors[k, q]) = ((c * vectors[k, p]) - (s * vectors[k, q]), (s * vectors[k, p]) + (c * vectors[k, q]));
        }
    }

    private static bool Orthogonalise(Matrix u, Matrix v, int p, int q)
    {
        var (alpha, beta, gamma) = (Dot(u, p, p), Dot(u, q, q), Dot(u, p, q));
        if (gamma == 0 || Math.Abs(gamma) <= 1e-15 * Math.Sqrt(alpha * beta))
        {
            return false;
        }

        var (c, s) = Angle((beta - alpha) / (2 * gamma));
        foreach (var m in (ReadOnlySpan<Matrix>)[u, v])
        {
            for (var i = 0; i < m.Rows; i++)
            {
                (m[i, p], m[i, q]) = ((c * m[i, p]) - (s * m[i, q]), (s * m[i, p]) + (c * m[i, q]));
            }
        }

        return true;
    }

    private static (double Cosine, double Sine) Angle(double theta)
    {
        var t = theta == 0 ? 1 : Math.Sign(theta) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        var c = 1 / Math.Sqrt((t * t) + 1);
        return (c, t * c);
    }

    private static double Dot(Matrix a, int p, int q)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Rows; i++)
        {
            sum += a[i, p] * a[i, q];
        }

        return sum;
    }

    private static Matrix Ordered(Matrix vectors, int[] order)
    {
        var sorted = new Matrix(vectors.Rows, vectors.Columns);
        for (var j = 0; j < order.Length; j++)
        {
            for (var i = 0; i < vectors.Rows; i++)
            {
                sorted[i, j] = vectors[i, order[j]];
            }
        }

        return sorted;
    }
}
