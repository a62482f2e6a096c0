using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Matrices;

/// <summary><c>matrix A = exp</c>, <c>matrix A[i,j] = exp</c></summary>
internal static class MatrixDefinition
{
    public static void Define(Session session, string text)
    {
        var scanner = new Scanner(text);
        var name = scanner.Name();
        scanner.SkipBlanks();
        if (scanner.Here == '[')
        {
            var place = scanner.Bracketed('[', ']');
            scanner.SkipBlanks();
            SetPart(session, name, place, Value(session, scanner));
            return;
        }

        var value = Value(session, scanner);
        if (value.Rows == 0)
        {
            throw StataError.NotFound("matrix");
        }

        MatrixLookup.Keep(session, name, value.Copy()); // "matrix B = A" makes a second matrix
    }

    private static Matrix Value(Session session, Scanner scanner) =>
        scanner.Here == '=' ? MatrixParser.Evaluate(session, scanner.Rest[1..]) : throw StataError.InvalidSyntax();

    /// <summary>The value's upper left corner goes where the subscript says; what does not fit is an error.</summary>
    private static void SetPart(Session session, string name, string place, Matrix value)
    {
        var target = session.Matrices.GetValueOrDefault(name) ?? throw StataError.NotFound($"matrix {name}");
        var (rows, columns) = Subscript.Halves(place);
        var (row, _) = Subscript.Range(session, target.RowNames, rows);
        var (column, _) = Subscript.Range(session, target.ColumnNames, columns);
        if (row + value.Rows > target.Rows || column + value.Columns > target.Columns)
        {
            throw StataError.Nonconformable();
        }

        for (var i = 0; i < value.Rows; i++)
        {
            for (var j = 0; j < value.Columns; j++)
            {
                target[row + i, column + j] = value[i, j];
            }
        }
    }
}
