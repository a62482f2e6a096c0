using System.Text;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary>A listing with a line for each observation.</summary>
internal static class ListTable
{
    public static void Show(ListLayout layout)
    {
        var (console, margin) = (layout.Console, layout.Margin);
        var between = layout.HasDividers ? " | " : "   ";
        var line = layout.HasDividers
            ? string.Join('+', layout.Columns.Select(column => new string('-', column.Width + 2)))
            : new string('-', layout.Columns.Sum(column => column.Width + 3) - 1);
        console.WriteLine();
        console.WriteLine($"{margin}+{new string('-', line.Length)}+");
        if (!layout.HidesHeader)
        {
            console.WriteLine($"{margin}| {string.Join(between, layout.Columns.Select(column => column.Header))} |");
            console.WriteLine($"{margin}|{line}|");
        }

        var text = new StringBuilder();
        for (var i = 0; i < layout.Numbers.Length; i++)
        {
            if (layout.BeginsGroup(i))
            {
                console.WriteLine($"{margin}|{line}|");
            }

            text.Clear().Append(layout.Number(i)).Append("| ").AppendJoin(between, layout.Columns.Select(column => column.Cell(i))).Append(" |");
            console.WriteLine(text.ToString());
        }

        console.WriteLine($"{margin}+{new string('-', line.Length)}+");
    }

    /// <summary>Without any lines.</summary>
    public static void Clean(ListLayout layout)
    {
        var console = layout.Console;
        console.WriteLine();
        if (!layout.HidesHeader)
        {
            Line(layout.Margin, layout.Columns.Select(column => column.Header));
        }

        for (var i = 0; i < layout.Numbers.Length; i++)
        {
            Line(layout.Number(i), layout.Columns.Select(column => column.Cell(i)));
        }

        void Line(string start, IEnumerable<string> cells) => console.WriteLine($"{start}  {string.Join("   ", cells)}  ");
    }
}
