using System.Text;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary>A lower triangle of numbers with variables' names on both sides, in panels where it is too wide.</summary>
internal static class CorrelationGrid
{
    private const int Stub = 12;
    private const int CellWidth = 9;

    /// <param name="cells">The lines of a cell, each in its width.</param>
    /// <param name="firstBlank">Stands before the first line of a row: where marks follow the numbers, cells begin a column later.</param>
    public static void Show(Session session, IReadOnlyList<Variable> variables, Func<int, int, string[]> cells, bool hasGaps = false, string firstBlank = "")
    {
        var console = session.Console;
        var perPanel = Math.Max(1, (console.LineSize - Stub - 2) / CellWidth);
        string[] names = [.. variables.Select(variable => TextFunctions.Abbreviate(variable.Name, 8))];
        for (var first = 0; first < variables.Count; first += perPanel)
        {
            var end = Math.Min(first + perPanel, variables.Count);
            console.WriteLine();
            console.WriteLine($"{new string(' ', Stub)} |{string.Concat(names[first..end].Select(name => TableText.Right(name, CellWidth)))}");
            console.WriteLine($"{new string('-', Stub + 1)}+{new string('-', CellWidth * (end - first))}");
            for (var row = first; row < variables.Count; row++)
            {
                Row(session, TextFunctions.Abbreviate(variables[row].Name, Stub), [.. Enumerable.Range(first, Math.Min(end, row + 1) - first).Select(column => cells(row, column))], firstBlank);
                if (hasGaps)
                {
                    console.WriteLine($"{new string(' ', Stub)} |");
                }
            }
        }

        console.WriteLine();
    }

    public static Matrix Matrix(IReadOnlyList<Variable> variables, Func<int, int, double> cell)
    {
        Stripe[] names = [.. variables.Select(variable => new Stripe("", variable.Name))];
        var matrix = new Matrix(names.Length, names.Length) { RowNames = names, ColumnNames = names };
        for (var i = 0; i < names.Length; i++)
        {
            for (var j = 0; j < names.Length; j++)
            {
                matrix[i, j] = cell(Math.Max(i, j), Math.Min(i, j));
            }
        }

        return matrix;
    }

    private static void Row(Session session, string name, string[][] cells, string firstBlank)
    {
        var text = new StringBuilder();
        for (var line = 0; line < cells[0].Length; line++)
        {
            text.Clear().Append(TableText.Right(line == 0 ? name : "", Stub)).Append(" |").Append(line == 0 ? firstBlank : "");
            foreach (var cell in cells)
            {
                text.Append(cell[line]);
            }

            session.Console.WriteLine(line == 0 ? text.ToString() : text.ToString().TrimEnd());
        }
    }
}
