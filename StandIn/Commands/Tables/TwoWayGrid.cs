using System.Text;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary>The frame of a table of two variables: heads, cells of one or more lines, totals; cut into panels where it is too wide for the line.</summary>
internal sealed class TwoWayGrid(Session session, Categories rows, Categories columns)
{
    private const int NarrowestStub = 10;
    private const int WidestStub = 21;
    private const int CellWidth = 11;
    private const int LongestHead = 9;

    /// <summary>The lines of a cell, by row and column; -1 stands for the total.</summary>
    public required Func<int, int, List<string>> Cell { get; init; }

    private readonly int _stub = Math.Clamp(rows.Labels.Max(label => ByteText.Width(label)), NarrowestStub, WidestStub);

    public void Show()
    {
        var perPanel = Math.Max(1, (session.Console.LineSize - _stub - 2 - CellWidth - 1) / CellWidth);
        for (var first = 0; first < columns.Count; first += perPanel)
        {
            Panel([.. Enumerable.Range(first, Math.Min(perPanel, columns.Count - first))]);
        }
    }

    private void Panel(int[] shown)
    {
        var console = session.Console;
        console.WriteLine();
        Head(shown);
        var rule = $"{new string('-', _stub + 1)}+{new string('-', CellWidth * shown.Length)}+{new string('-', CellWidth - 1)}";
        console.WriteLine(rule);
        for (var i = 0; i < rows.Count; i++)
        {
            if (i > 0 && Cell(0, 0).Count > 1)
            {
                console.WriteLine(rule);
            }

            Row(rows.Labels[i], i, shown);
        }

        console.WriteLine(rule);
        Row("Total", -1, shown);
    }

    /// <summary>Both variables' titles end at the line of the columns' heads, or right above it.</summary>
    private void Head(int[] shown)
    {
        var area = CellWidth * shown.Length;
        var left = TableText.Wrap(ValueText.Title(rows.Variable), _stub);
        var above = TableText.Wrap(ValueText.Title(columns.Variable), area - 2);
        var lines = Math.Max(left.Count, above.Count + 1);
        for (var line = 0; line < lines - 1; line++)
        {
            var stub = line - lines + left.Count is >= 0 and var at ? left[at] : "";
            var title = line - (lines - 1) + above.Count is >= 0 and var place ? TableText.Centered(above[place], area) : "";
            session.Console.WriteLine($"{TableText.Right(stub, _stub)} |{title}");
        }

        var heads = string.Concat(shown.Select(j => TableText.Right(TableText.Cut(columns.Labels[j], LongestHead), CellWidth - 1) + " "));
        session.Console.WriteLine($"{TableText.Right(left[^1], _stub)} |{heads}|     Total");
    }

    private void Row(string label, int row, int[] shown)
    {
        var cells = shown.Append(-1).Select(j => Cell(row, j)).ToList();
        var text = new StringBuilder();
        for (var line = 0; line < cells[0].Count; line++)
        {
            text.Clear().Append(TableText.Right(line == 0 ? TableText.Cut(label, _stub) : "", _stub)).Append(" |");
            foreach (var cell in cells.SkipLast(1))
            {
                text.Append(TableText.Right(cell[line], CellWidth - 1)).Append(' ');
            }

            text.Append('|').Append(TableText.Right(cells[^1][line], CellWidth - 1)).Append(' ');
            session.Console.WriteLine(text.ToString());
        }
    }
}
