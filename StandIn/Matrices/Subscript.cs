using StataRuns.StandIn.Expressions;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Matrices;

/// <summary>What stands in the brackets behind a matrix: <c>2</c>, <c>"name"</c>, <c>1..3</c>, <c>2...</c>, <c>.</c> for rows and columns.</summary>
internal static class Subscript
{
    /// <summary>The cells that a subscript names, as a matrix.</summary>
    public static Matrix Part(Session session, Matrix matrix, string text)
    {
        var (rows, columns) = Halves(text);
        var (firstRow, lastRow) = Range(session, matrix.RowNames, rows);
        var (firstColumn, lastColumn) = Range(session, matrix.ColumnNames, columns);
        return matrix.Part(firstRow, lastRow, firstColumn, lastColumn);
    }

    /// <summary>One cell for each observation: <c>A[_n, 1]</c>. Beyond the matrix it is missing.</summary>
    public static Expression Cell(Session session, Matrix matrix, string text)
    {
        var (rows, columns) = Halves(text);
        var (row, column) = (Place(session, matrix.RowNames, rows), Place(session, matrix.ColumnNames, columns));
        return Expression.OfNumber(at => Value(matrix, row(at), column(at)));
    }

    public static double Value(Matrix matrix, double row, double column) =>
        row >= 1 && row < matrix.Rows + 1.0 && column >= 1 && column < matrix.Columns + 1.0 ? matrix[(int)row - 1, (int)column - 1] : Missing.System;

    public static (string Rows, string Columns) Halves(string text)
    {
        var comma = CommandSplitter.OptionsComma(text);
        return comma < 0 ? throw StataError.InvalidSyntax() : (text[..comma].Trim(), text[(comma + 1)..].Trim());
    }

    /// <summary>Counted from 0, both ends included.</summary>
    public static (int First, int Last) Range(Session session, Stripe[] names, string text)
    {
        if (text == ".")
        {
            return (0, names.Length - 1);
        }

        var dots = text.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0)
        {
            return IsEquation(text) ? Equation(names, text) : One(text) is var one ? (one, one) : default;
        }

        var isOpen = text.AsSpan(dots).StartsWith("...", StringComparison.Ordinal);
        var first = One(text[..dots]);
        var last = isOpen ? names.Length - 1 : One(text[(dots + 2)..]);
        return first <= last ? (first, last) : throw StataError.Nonconformable();

        int One(string place)
        {
            var number = Place(session, names, place.Trim())(0);
            return number >= 1 && number <= names.Length ? (int)number - 1 : throw new StataError(503, "conformability error");
        }
    }

    private static bool IsEquation(string text) => text.Length > 3 && text[0] == '"' && text.EndsWith(":\"", StringComparison.Ordinal);

    private static (int First, int Last) Equation(Stripe[] names, string text)
    {
        var first = Array.FindIndex(names, name => name.Equation == text[1..^2]);
        return first < 0 ? throw new StataError(111, $"{text} not found") : (first, Array.FindLastIndex(names, name => name.Equation == text[1..^2]));
    }

    /// <summary>Counted from 1.</summary>
    private static Func<int, double> Place(Session session, Stripe[] names, string text)
    {
        var expression = ExpressionParser.Parse(session, text);
        if (!expression.IsText)
        {
            return expression.Number;
        }

        var index = MatrixLookup.Index(names, expression.Text(0));
        return index >= 0 ? _ => index + 1 : throw new StataError(111, $"{expression.Text(0)} not found");
    }
}
