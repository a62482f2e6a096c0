using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Matrices;

/// <summary><c>matrix symeigen X v = A</c>, <c>matrix svd U w V = A</c></summary>
internal static class MatrixDecompositions
{
    public static void SymmetricEigen(Session session, string rest)
    {
        var (names, matrix) = Parse(session, rest, 2);
        if (!matrix.IsSymmetric())
        {
            throw new StataError(505, "matrix not symmetric");
        }

        var (vectors, values) = MatrixEigen.Symmetric(matrix);
        var columns = Matrix.Usual('e', matrix.Rows);
        MatrixLookup.Keep(session, names[0], vectors.Named(matrix.GivenNames.Rows, columns));
        MatrixLookup.Keep(session, names[1], Matrix.Row(values, columns));
    }

    public static void SingularValues(Session session, string rest)
    {
        var (names, matrix) = Parse(session, rest, 3);
        if (matrix.Rows < matrix.Columns)
        {
            throw StataError.Nonconformable();
        }

        var (u, values, v) = MatrixEigen.Singular(matrix);
        var columns = matrix.GivenNames.Columns;
        MatrixLookup.Keep(session, names[0], u);
        MatrixLookup.Keep(session, names[1], Matrix.Row(values, columns));
        MatrixLookup.Keep(session, names[2], v.Named(columns, columns));
    }

    private static (string[] Names, Matrix Matrix) Parse(Session session, string rest, int count)
    {
        var equals = rest.IndexOf('=', StringComparison.Ordinal);
        var names = equals < 0 ? [] : rest[..equals].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (names.Length != count)
        {
            throw StataError.InvalidSyntax();
        }

        var matrix = MatrixParser.Evaluate(session, rest[(equals + 1)..]);
        return matrix.HasMissing() ? throw new StataError(504, "matrix has missing values") : (names, matrix);
    }
}
