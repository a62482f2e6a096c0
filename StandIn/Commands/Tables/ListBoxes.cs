using System.Text;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary>A listing too wide for the line: each observation in a box, its variables in as many rows as need be, names above values.</summary>
internal static class ListBoxes
{
    public static void Show(ListLayout layout)
    {
        var parts = Parts(layout);
        var width = parts.Max(Width);
        var line = new string('-', width);
        var (console, margin) = (layout.Console, layout.Margin);
        for (var i = 0; i < layout.Numbers.Length; i++)
        {
            console.WriteLine();
            console.WriteLine($"{margin}+{line}+");
            for (var part = 0; part < parts.Count; part++)
            {
                if (part > 0)
                {
                    console.WriteLine($"{margin}|{line}|");
                }

                var start = part == 0 ? layout.Number(i) : margin;
                if (!layout.HidesHeader)
                {
                    console.WriteLine($"{start}|{Row(parts[part], width, column => column.Header)}|");
                    start = margin;
                }

                console.WriteLine($"{start}|{Row(parts[part], width, column => column.Cell(i))}|");
            }

            console.WriteLine($"{margin}+{line}+");
        }
    }

    private static List<List<ListColumn>> Parts(ListLayout layout)
    {
        var room = layout.LineSize - layout.Margin.Length - 2;
        var parts = new List<List<ListColumn>> { new() };
        foreach (var column in layout.Columns)
        {
            if (parts[^1].Count > 0 && Width(parts[^1]) + column.Width + 3 > room)
            {
                parts.Add([]);
            }

            parts[^1].Add(column);
        }

        return parts;
    }

    private static int Width(List<ListColumn> columns) => columns.Sum(column => column.Width + 3) - 1;

    /// <summary>Cells grow on both sides, so that all rows of the box are as wide as the widest.</summary>
    private static string Row(List<ListColumn> columns, int width, Func<ListColumn, string> cell)
    {
        var (share, rest) = Math.DivRem(width - Width(columns), columns.Count);
        var text = new StringBuilder();
        for (var i = 0; i < columns.Count; i++)
        {
            var extra = share + (i >= columns.Count - rest ? 1 : 0);
            text.Append(i > 0 ? "|" : "").Append(' ', 1 + (extra / 2)).Append(cell(columns[i])).Append(' ', 1 + extra - (extra / 2));
        }

        return text.ToString();
    }
}
