using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Matrices;

/// <summary>[FN] Matrix functions that make matrices.</summary>
internal static class MatrixFunctions
{
    public static bool Has(string name) => name is "I" or "J" or "inv" or "invsym" or "syminv" or "cholesky" or "corr" or "diag" or "vecdiag" or "vec" or "vech"
        or "hadamard" or "sweep" or "nullmat" or "matuniform" or "get";

    public static Matrix Call(Session session, string name, Matrix[] a) => (name, a.Length) switch
    {
        ("I", 1) => Matrix.Identity(Size(a[0])),
        ("J", 3) => Filled(Size(a[0]), Size(a[1]), () => a[2][0, 0]),
        ("matuniform", 2) => Filled(Size(a[0]), Size(a[1]), session.Random.Uniform),
        ("inv", 1) => MatrixInverse.General(a[0]),
        ("invsym" or "syminv", 1) => MatrixInverse.Symmetric(a[0]),
        ("cholesky", 1) => MatrixInverse.Cholesky(a[0]),
        ("corr", 1) => Correlation(a[0]),
        ("diag", 1) => Diagonal(a[0]),
        ("vecdiag", 1) => DiagonalOf(a[0]),
        ("vec", 1) => Stacked(a[0], isHalf: false),
        ("vech", 1) => Stacked(a[0], isHalf: true),
        ("hadamard", 2) => MatrixAlgebra.Hadamard(a[0], a[1]),
        ("sweep", 2) => Swept(a[0], Size(a[1])),
        _ => throw StataError.InvalidSyntax(),
    };

    private static int Size(Matrix a) => a is { Rows: 1, Columns: 1 } && a[0, 0] is >= 1 and <= 11_000 ? (int)a[0, 0] : throw StataError.Nonconformable();

    private static Matrix Filled(int rows, int columns, Func<double> value)
    {
        var filled = new Matrix(rows, columns);
        for (var i = 0; i < filled.Cells.Length; i++)
        {
            filled.Cells[i] = value();
        }

        return filled;
    }

    private static Matrix Correlation(Matrix a)
    {
        var result = new Matrix(a.Rows, a.Columns).Named(a);
        for (var i = 0; a.IsSquare ? i < a.Rows : throw StataError.Nonconformable(); i++)
        {
            for (var j = 0; j < a.Columns; j++)
            {
                result[i, j] = i == j ? 1 : Missing.Normalize(a[i, j] / Math.Sqrt(a[i, i] * a[j, j]));
            }
        }

        return result;
    }

    private static Matrix Diagonal(Matrix vector)
    {
        if (vector.Rows != 1 && vector.Columns != 1)
        {
            throw StataError.Nonconformable();
        }

        var names = vector.Rows == 1 ? vector.GivenNames.Columns : vector.GivenNames.Rows;
        var result = new Matrix(vector.Cells.Length, vector.Cells.Length).Named(names, names);
        for (var i = 0; i < result.Rows; i++)
        {
            result[i, i] = vector.Cells[i];
        }

        return result;
    }

    private static Matrix DiagonalOf(Matrix a)
    {
        var result = new Matrix(1, a.Rows).Named(null, a.GivenNames.Columns);
        for (var i = 0; a.IsSquare ? i < a.Rows : throw StataError.Nonconformable(); i++)
        {
            result[0, i] = a[i, i];
        }

        return result;
    }

    /// <summary>The columns, or those below the diagonal, one under the other.</summary>
    private static Matrix Stacked(Matrix a, bool isHalf)
    {
        var (values, names) = (new List<double>(), new List<Stripe>());
        for (var j = 0; j < a.Columns; j++)
        {
            for (var i = isHalf ? j : 0; i < a.Rows; i++)
            {
                values.Add(a[i, j]);
                names.Add(new Stripe(a.ColumnNames[j].Name, a.RowNames[i].Name));
            }
        }

        var result = new Matrix(values.Count, 1).Named([.. names], null);
        values.CopyTo(result.Cells);
        return result;
    }

    private static Matrix Swept(Matrix a, int pivot)
    {
        if (!a.IsSquare || pivot > a.Rows)
        {
            throw StataError.Nonconformable();
        }

        var result = a.Copy();
        MatrixInverse.Sweep(result, pivot - 1);
        var (rows, columns) = (a.RowNames, a.ColumnNames);
        (rows[pivot - 1], columns[pivot - 1]) = (a.ColumnNames[pivot - 1], a.RowNames[pivot - 1]);
        return result.Named([.. rows], [.. columns]);
    }
}
