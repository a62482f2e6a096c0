using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Expressions.Functions;

/// <summary>[FN] Matrix functions that yield a number; their arguments are matrix expressions.</summary>
internal static class MatrixScalarFunctions
{
    public static bool Has(string name) => name is "el" or "colsof" or "rowsof" or "rownumb" or "colnumb" or "det" or "trace" or "issymmetric"
        or "matmissing" or "diag0cnt" or "mreldif" or "roweqnumb" or "coleqnumb";

    /// <param name="content">What stands in the function's brackets.</param>
    public static Expression Bind(Session session, string name, string content)
    {
        var arguments = Arguments(content);
        if (name == "el")
        {
            return arguments.Count == 3
                ? Element(MatrixLookup.Get(session, arguments[0]), ExpressionParser.Parse(session, arguments[1]), ExpressionParser.Parse(session, arguments[2]))
                : throw StataError.InvalidSyntax();
        }

        var first = MatrixParser.Evaluate(session, arguments[0]);
        return Expression.Constant((name, arguments.Count) switch
        {
            ("rowsof", 1) => first.Rows,
            ("colsof", 1) => first.Columns,
            ("rownumb", 2) => Number(MatrixLookup.Index(first.RowNames, Text(session, arguments[1]))),
            ("colnumb", 2) => Number(MatrixLookup.Index(first.ColumnNames, Text(session, arguments[1]))),
            ("roweqnumb", 2) => Number(EquationIndex(first.RowNames, Text(session, arguments[1]))),
            ("coleqnumb", 2) => Number(EquationIndex(first.ColumnNames, Text(session, arguments[1]))),
            ("det", 1) => MatrixInverse.Determinant(first),
            ("trace", 1) => Trace(first),
            ("issymmetric", 1) => first.IsSymmetric() ? 1 : 0,
            ("matmissing", 1) => first.HasMissing() ? 1 : 0,
            ("diag0cnt", 1) => ZerosOnDiagonal(first),
            ("mreldif", 2) => RelativeDifference(first, MatrixParser.Evaluate(session, arguments[1])),
            _ => throw StataError.InvalidSyntax(),
        });
    }

    private static Expression Element(Matrix matrix, Expression row, Expression column)
    {
        var (i, j) = (row.MustBeNumber(), column.MustBeNumber());
        return Expression.OfNumber(at => Subscript.Value(matrix, i.Number(at), j.Number(at)));
    }

    private static double Number(int index) => index < 0 ? Missing.System : index + 1;

    private static int EquationIndex(Stripe[] names, string equation) => Array.FindIndex(names, name => name.Equation == equation.TrimEnd(':'));

    private static string Text(Session session, string expression) => ExpressionParser.Parse(session, expression).MustBeText().Text(0);

    private static double Trace(Matrix matrix)
    {
        var sum = 0.0;
        for (var i = 0; matrix.IsSquare ? i < matrix.Rows : throw StataError.Nonconformable(); i++)
        {
            sum = Missing.Is(matrix[i, i]) ? double.NaN : sum + matrix[i, i];
        }

        return Missing.Normalize(sum);
    }

    private static int ZerosOnDiagonal(Matrix matrix)
    {
        var count = 0;
        for (var i = 0; matrix.IsSquare ? i < matrix.Rows : throw StataError.Nonconformable(); i++)
        {
            count += matrix[i, i] == 0 ? 1 : 0;
        }

        return count;
    }

    private static double RelativeDifference(Matrix x, Matrix y)
    {
        if (x.Rows != y.Rows || x.Columns != y.Columns)
        {
            throw StataError.Nonconformable();
        }

        var largest = 0.0;
        for (var i = 0; i < x.Cells.Length; i++)
        {
            var (a, b) = (x.Cells[i], y.Cells[i]);
            largest = Math.Max(largest, a == b ? 0 : Missing.Is(a) || Missing.Is(b) ? Missing.System : Math.Abs(a - b) / (Math.Abs(b) + 1));
        }

        return largest;
    }

    private static List<string> Arguments(string content)
    {
        var arguments = new List<string>();
        var start = 0;
        for (var comma = CommandSplitter.OptionsComma(content); comma >= 0; comma = CommandSplitter.OptionsComma(content, start))
        {
            arguments.Add(content[start..comma].Trim());
            start = comma + 1;
        }

        arguments.Add(content[start..].Trim());
        return arguments;
    }
}
