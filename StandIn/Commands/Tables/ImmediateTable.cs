using StataRuns.StandIn.Data;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary><c>tabi #11 #12 … \ #21 #22 … [, options of tabulate]</c>: a table whose frequencies are given.</summary>
internal static class ImmediateTable
{
    public static void Run(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = new TabulateOptions(OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]));
        double[][] lines = [.. (comma < 0 ? rest : rest[..comma]).Split('\\').Select(line =>
            line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(session.Number).ToArray())];
        var width = lines[0].Length;
        if (lines.Length < 2 || width < 2 || Array.Exists(lines, line => line.Length != width || Array.Exists(line, count => count < 0 || count != Math.Truncate(count) || Missing.Is(count))))
        {
            throw StataError.InvalidSyntax();
        }

        var cells = new double[lines.Length, width];
        var (row, column) = (Index("row", lines.Length * width), Index("col", lines.Length * width));
        for (var i = 0; i < lines.Length; i++)
        {
            for (var j = 0; j < width; j++)
            {
                cells[i, j] = lines[i][j];
                row.Set((i * width) + j, i + 1);
                column.Set((i * width) + j, j + 1);
            }
        }

        int[] all = [.. Enumerable.Range(0, lines.Length * width)];
        var table = new CrossTable(cells);
        session.R = new Results();
        session.R.Set("N", table.Total);
        session.R.Set("r", table.Rows);
        session.R.Set("c", table.Columns);
        TwoWayTable.Write(session, Categories.Of(session, row, all), Categories.Of(session, column, all), table, options);
        AssociationTests.Show(session, table, options, null, isExactUsual: table is { Rows: 2, Columns: 2 });
    }

    private static Variable Index(string name, int observations) => new(name, new StorageType(StorageKind.Int), observations);
}
