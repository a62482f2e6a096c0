using System.Globalization;
using System.Text;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.DataCommands;

/// <summary><c>list [varlist] [if] [in] [, clean noobs separator(#) sepby(varlist) noheader nolabel]</c></summary>
internal static class ListCommand
{
    private const int LongestName = 8;

    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var options = syntax.Options;
        var isClean = options.Take("clean", 2);
        var hidesNumbers = options.Take("noobs", 3);
        var hidesHeader = options.Take("noheader", 4);
        var noLabels = options.Take("nolabel", 3);
        options.Take("table", 1);
        options.Take("abbreviate", 2);
        options.TakeText("abbreviate", out var abbreviation, 2);
        var separator = (int)Math.Clamp(options.TakeNumber("separator", 3) ?? 5, 0, int.MaxValue);
        var sepby = options.TakeText("sepby", out var by, 5) ? VariableList.Existing(session.Data, by) : null;
        options.Finish();
        var variables = syntax.Before.Length == 0 ? session.Data.Variables : VariableList.Existing(session.Data, syntax.Before);
        List<int> rows = [.. syntax.Selected()];
        if (variables.Count == 0 || rows.Count == 0)
        {
            return;
        }

        var longest = int.TryParse(abbreviation, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? Math.Max(5, given) : LongestName;
        var columns = variables.Select(variable => new Column(session, variable, rows, longest, noLabels)).ToList();
        var numberWidth = Math.Max(3, (rows[^1] + 1).ToString(CultureInfo.InvariantCulture).Length);
        Func<int, bool> beginsGroup = sepby is null
            ? i => separator > 0 && i > 0 && i % separator == 0
            : i => i > 0 && sepby.Exists(variable => variable.Compare(rows[i - 1], rows[i]) != 0);
        if (isClean)
        {
            Clean(session, columns, rows, numberWidth, hidesNumbers, hidesHeader);
        }
        else
        {
            Table(session, columns, rows, numberWidth, hidesNumbers, hidesHeader, beginsGroup);
        }
    }

    private static void Clean(Session session, List<Column> columns, List<int> rows, int numberWidth, bool hidesNumbers, bool hidesHeader)
    {
        session.Console.WriteLine();
        var margin = hidesNumbers ? "    " : new string(' ', numberWidth + 2);
        if (!hidesHeader)
        {
            session.Console.WriteLine($"{margin}{string.Concat(columns.Select(column => $" {column.Header}  "))}");
        }

        for (var i = 0; i < rows.Count; i++)
        {
            var number = hidesNumbers ? margin : $"{(rows[i] + 1).ToString(CultureInfo.InvariantCulture).PadLeft(numberWidth)}. ";
            session.Console.WriteLine($"{number}{string.Concat(columns.Select(column => $" {column.Cell(i)}  "))}");
        }
    }

    private static void Table(Session session, List<Column> columns, List<int> rows, int numberWidth, bool hidesNumbers, bool hidesHeader, Func<int, bool> beginsGroup)
    {
        var margin = new string(' ', hidesNumbers ? 2 : numberWidth + 2);
        var line = new string('-', columns.Sum(column => column.Width + 3) - 1);
        var console = session.Console;
        console.WriteLine();
        console.WriteLine($"{margin}+{line}+");
        if (!hidesHeader)
        {
            console.WriteLine($"{margin}| {string.Join("   ", columns.Select(column => column.Header))} |");
            console.WriteLine($"{margin}|{line}|");
        }

        var text = new StringBuilder();
        for (var i = 0; i < rows.Count; i++)
        {
            if (beginsGroup(i))
            {
                console.WriteLine($"{margin}|{line}|");
            }

            text.Clear().Append(hidesNumbers ? margin : $"{(rows[i] + 1).ToString(CultureInfo.InvariantCulture).PadLeft(numberWidth)}. ");
            text.Append("| ").AppendJoin("   ", columns.Select(column => column.Cell(i))).Append(" |");
            console.WriteLine(text.ToString());
        }

        console.WriteLine($"{margin}+{line}+");
    }

    /// <summary>As wide as its widest value, or as its name, which is shortened to 8 letters.</summary>
    private sealed class Column
    {
        private readonly string[] _cells;
        private readonly bool _isLeft;

        public Column(Session session, Variable variable, List<int> rows, int longestName, bool noLabels)
        {
            var labels = noLabels ? null : session.ValueLabels.GetValueOrDefault(variable.ValueLabel);
            _cells = [.. rows.Select(at => labels is not null && labels.TryGetValue(variable.Number(at), out var label) ? label : variable.Show(at))];
            _isLeft = variable.Format.Left;
            var widest = _cells.Max(cell => ByteText.Width(cell));
            Width = Math.Max(widest, Math.Min(variable.Name.Length, longestName));
            Header = Pad(variable.Name.Length > Width ? TextFunctions.Abbreviate(variable.Name, Width) : variable.Name);
        }

        public int Width { get; }

        public string Header { get; }

        public string Cell(int row) => Pad(_cells[row]);

        private string Pad(string text)
        {
            var blanks = new string(' ', Math.Max(0, Width - ByteText.Width(text)));
            return _isLeft ? text + blanks : blanks + text;
        }
    }
}
