namespace StataRuns.StandIn.Matrices;

/// <summary>
/// Sums, products and joins, with the names that [P] matrix define gives their results: the usual <c>r1</c>, <c>c1</c> of a matrix that
/// has been kept are names like others, so that a row put below another's may be a second <c>r1</c>.
/// </summary>
internal static class MatrixAlgebra
{
    public static Matrix Add(Matrix a, Matrix b, int sign)
    {
        if (a.Rows != b.Rows || a.Columns != b.Columns)
        {
            throw StataError.Nonconformable();
        }

        var sum = new Matrix(a.Rows, a.Columns).Named(a);
        for (var i = 0; i < sum.Cells.Length; i++)
        {
            var (x, y) = (a.Cells[i], b.Cells[i]);
            sum.Cells[i] = Missing.Is(x) || Missing.Is(y) ? Missing.System : Missing.Normalize(x + (sign * y));
        }

        return sum;
    }

    public static Matrix Map(Matrix a, Func<double, double> function)
    {
        var mapped = new Matrix(a.Rows, a.Columns).Named(a);
        for (var i = 0; i < mapped.Cells.Length; i++)
        {
            var x = a.Cells[i];
            mapped.Cells[i] = Missing.Is(x) ? Missing.System : Missing.Normalize(function(x));
        }

        return mapped;
    }

    /// <summary>The matrix product; a scalar on either side multiplies each cell.</summary>
    public static Matrix Multiply(Matrix a, Matrix b)
    {
        if (IsScalar(b) && (a.Columns != 1 || !b.HasColumnNames))
        {
            return Scale(a, b[0, 0]);
        }

        if (IsScalar(a) && (b.Rows != 1 || !a.HasRowNames))
        {
            return Scale(b, a[0, 0]);
        }

        return a.Columns == b.Rows ? Product(a, b) : throw StataError.Nonconformable();
    }

    public static Matrix Product(Matrix a, Matrix b)
    {
        var product = new Matrix(a.Rows, b.Columns).Named(a.GivenNames.Rows, b.GivenNames.Columns);
        var isWhole = !a.HasMissing() && !b.HasMissing();
        for (var i = 0; i < a.Rows; i++)
        {
            for (var j = 0; j < b.Columns; j++)
            {
                var sum = 0.0;
                for (var k = 0; k < a.Columns; k++)
                {
                    sum = isWhole || !(Missing.Is(a[i, k]) || Missing.Is(b[k, j])) ? sum + (a[i, k] * b[k, j]) : double.NaN;
                }

                product[i, j] = Missing.Normalize(sum);
            }
        }

        return product;
    }

    public static Matrix Divide(Matrix a, Matrix b) =>
        IsScalar(b) ? Map(a, x => b[0, 0] == 0 || Missing.Is(b[0, 0]) ? Missing.System : x / b[0, 0]) : throw StataError.Nonconformable();

    /// <summary>The Kronecker product; its names are an equation of the left and a name of the right.</summary>
    public static Matrix Kronecker(Matrix a, Matrix b)
    {
        var product = new Matrix(a.Rows * b.Rows, a.Columns * b.Columns);
        for (var i = 0; i < product.Rows; i++)
        {
            for (var j = 0; j < product.Columns; j++)
            {
                var (x, y) = (a[i / b.Rows, j / b.Columns], b[i % b.Rows, j % b.Columns]);
                product[i, j] = Missing.Is(x) || Missing.Is(y) ? Missing.System : Missing.Normalize(x * y);
            }
        }

        Stripe[] Names(Stripe[] left, Stripe[] right) => [.. left.SelectMany(outer => right.Select(inner => new Stripe(outer.Name, inner.Name)))];
        return product.Named(Names(a.RowNames, b.RowNames), Names(a.ColumnNames, b.ColumnNames));
    }

    public static Matrix Hadamard(Matrix a, Matrix b)
    {
        if (a.Rows != b.Rows || a.Columns != b.Columns)
        {
            throw StataError.Nonconformable();
        }

        var product = new Matrix(a.Rows, a.Columns).Named(a);
        for (var i = 0; i < product.Cells.Length; i++)
        {
            product.Cells[i] = Missing.Is(a.Cells[i]) || Missing.Is(b.Cells[i]) ? Missing.System : Missing.Normalize(a.Cells[i] * b.Cells[i]);
        }

        return product;
    }

    /// <summary>Side by side. What <c>nullmat()</c> made of nothing leaves the other as it is.</summary>
    public static Matrix Beside(Matrix a, Matrix b)
    {
        if (a.Rows == 0 || b.Rows == 0)
        {
            return a.Rows == 0 ? b : a;
        }

        if (a.Rows != b.Rows)
        {
            throw StataError.Nonconformable();
        }

        var joined = new Matrix(a.Rows, a.Columns + b.Columns);
        for (var i = 0; i < joined.Rows; i++)
        {
            for (var j = 0; j < joined.Columns; j++)
            {
                joined[i, j] = j < a.Columns ? a[i, j] : b[i, j - a.Columns];
            }
        }

        return joined.Named(a.GivenNames.Rows ?? b.GivenNames.Rows, a.HasColumnNames || b.HasColumnNames ? [.. a.ColumnNames, .. b.ColumnNames] : null);
    }

    /// <summary>One above the other.</summary>
    public static Matrix Above(Matrix a, Matrix b)
    {
        if (a.Rows == 0 || b.Rows == 0)
        {
            return a.Rows == 0 ? b : a;
        }

        if (a.Columns != b.Columns)
        {
            throw StataError.Nonconformable();
        }

        var joined = new Matrix(a.Rows + b.Rows, a.Columns);
        a.Cells.CopyTo(joined.Cells);
        b.Cells.CopyTo(joined.Cells[a.Cells.Length..]);
        return joined.Named(a.HasRowNames || b.HasRowNames ? [.. a.RowNames, .. b.RowNames] : null, a.GivenNames.Columns ?? b.GivenNames.Columns);
    }

    private static Matrix Scale(Matrix a, double factor) => Map(a, x => Missing.Is(factor) ? Missing.System : x * factor);

    private static bool IsScalar(Matrix a) => a is { Rows: 1, Columns: 1 };
}
