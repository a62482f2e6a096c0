using StataRuns.StandIn.Data;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary>A table of frequencies of two variables, with percentages and tests as asked for.</summary>
internal static class TwoWayTable
{
    private const int MostRows = 1_200;
    private const int MostColumns = 80;

    public static void Show(Session session, CommandSyntax syntax, Variable rowVariable, Variable columnVariable, TabulateOptions options)
    {
        if (options.Stub is not null || options.IsPlotted || options.IsSorted)
        {
            throw new StataError(198, "option not allowed with two-way tables");
        }

        var sample = options.TakesMissing ? Sample.Of(syntax) : Sample.Of(syntax, rowVariable, columnVariable);
        session.R = new Results();
        session.R.Set("N", sample.Count);
        if (sample.Rows.Length == 0)
        {
            session.R.Set("r", 0);
            session.R.Set("c", 0);
            session.Console.WriteLine("no observations");
            return;
        }

        var rows = Categories.Of(session, rowVariable, sample.Rows, options.TakesMissing, options.HasLabels);
        var columns = Categories.Of(session, columnVariable, sample.Rows, options.TakesMissing, options.HasLabels);
        if (rows.Count > MostRows || columns.Count > MostColumns)
        {
            throw new StataError(134, "too many values");
        }

        var table = Count(sample, rows, columns);
        session.R.Set("r", rows.Count);
        session.R.Set("c", columns.Count);
        Write(session, rows, columns, table, options);
        AssociationTests.Show(session, table, options, sample.Kind);
        Store(session, rows, columns, table, options);
    }

    public static CrossTable Count(Sample sample, Categories rows, Categories columns)
    {
        var cells = new double[rows.Count, columns.Count];
        double sum = 0;
        for (var i = 0; i < sample.Rows.Length; i++)
        {
            cells[rows.IndexOf(sample.Rows[i]), columns.IndexOf(sample.Rows[i])] += sample.Weight(i);
            sum += sample.Weight(i);
        }

        if (sample.IsNormalized)
        {
            for (var i = 0; i < rows.Count; i++)
            {
                for (var j = 0; j < columns.Count; j++)
                {
                    cells[i, j] *= sample.Rows.Length / sum;
                }
            }
        }

        return new CrossTable(cells);
    }

    /// <summary>The table and the key to it, without tests.</summary>
    public static void Write(Session session, Categories rows, Categories columns, CrossTable table, TabulateOptions options)
    {
        var items = CellItems(table, options);
        if (items.Count == 0)
        {
            return;
        }

        if (options.Key || (items.Count > 1 && !options.NoKey))
        {
            Key(session, items);
        }

        new TwoWayGrid(session, rows, columns)
        {
            Cell = (i, j) => items.ConvertAll(item => item.Text(i, j)),
        }.Show();
    }

    /// <summary>What each cell shows; an index of -1 stands for the total.</summary>
    private static List<(string Name, Func<int, int, string> Text)> CellItems(CrossTable table, TabulateOptions options)
    {
        double Cell(int i, int j) => i < 0 ? (j < 0 ? table.Total : table.ColumnTotals[j]) : j < 0 ? table.RowTotals[i] : table[i, j];
        double Row(int i) => i < 0 ? table.Total : table.RowTotals[i];
        double Column(int j) => j < 0 ? table.Total : table.ColumnTotals[j];
        double Contributed(int i, int j) => table.Sum((row, column) => (i < 0 || i == row) && (j < 0 || j == column) ? table.Contribution(row, column) : 0);
        List<(bool IsAsked, string Name, Func<int, int, string> Text)> all =
        [
            (!options.NoFrequency, "frequency", (i, j) => TableText.Count(Cell(i, j), 10)),
            (options.Expected, "expected frequency", (i, j) => TableText.Fixed(Row(i) * Column(j) / table.Total, 1)),
            (options.Contributions, "chi2 contribution", (i, j) => TableText.Fixed(Contributed(i, j), 1)),
            (options.Row, "row percentage", (i, j) => TableText.Fixed(100 * Cell(i, j) / Row(i), 2)),
            (options.Column, "column percentage", (i, j) => TableText.Fixed(100 * Cell(i, j) / Column(j), 2)),
            (options.Cell, "cell percentage", (i, j) => TableText.Fixed(100 * Cell(i, j) / table.Total, 2)),
        ];
        return [.. all.Where(item => item.IsAsked).Select(item => (item.Name, item.Text))];
    }

    private static void Key(Session session, List<(string Name, Func<int, int, string> Text)> items)
    {
        var console = session.Console;
        var width = items.Max(item => item.Name.Length);
        var line = new string('-', width + 2);
        console.WriteLine();
        console.WriteLine($"+{line}+");
        console.WriteLine($"| {TableText.Left("Key", width)} |");
        console.WriteLine($"|{line}|");
        foreach (var (name, _) in items)
        {
            console.WriteLine($"| {TableText.Left(new string(' ', (width - name.Length) / 2) + name, width)} |");
        }

        console.WriteLine($"+{line}+");
    }

    private static void Store(Session session, Categories rows, Categories columns, CrossTable table, TabulateOptions options)
    {
        if (options.Matrix is { } counts)
        {
            var matrix = new Matrix(table.Rows, table.Columns);
            for (var i = 0; i < table.Rows; i++)
            {
                for (var j = 0; j < table.Columns; j++)
                {
                    matrix[i, j] = table[i, j];
                }
            }

            session.Matrices[counts] = matrix;
        }

        if (options.RowMatrix is { } rowValues)
        {
            session.Matrices[rowValues] = rows.Variable.IsText ? throw StataError.TypeMismatch() : OneWayTable.Column(rows.Numbers);
        }

        if (options.ColumnMatrix is { } columnValues)
        {
            session.Matrices[columnValues] = columns.Variable.IsText ? throw StataError.TypeMismatch() : Matrix.Row(columns.Numbers);
        }
    }
}
