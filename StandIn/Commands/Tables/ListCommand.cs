using System.Globalization;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary>
/// <c>list [varlist] [if] [in] [, clean table noobs separator(#) sepby(varlist) noheader divider nolabel string(#) abbreviate(#) linesize(#)]</c>:
/// a table where it fits the line, else each observation in a box of its own.
/// </summary>
internal static class ListCommand
{
    private const int LongestName = 8;

    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var options = syntax.Options;
        var isClean = options.Take("clean", 2);
        var isTable = options.Take("table", 1);
        var isBoxed = options.Take("display", 1);
        var layout = new ListLayout
        {
            HidesNumbers = options.Take("noobs", 3),
            HidesHeader = options.Take("noheader", 4),
            HasDividers = options.Take("divider", 2),
        };
        var noLabels = options.Take("nolabel", 3);
        options.Take("fast", 4);
        options.Take("compress", 4);
        var isAbbreviated = !options.Take("fullnames", 5);
        var longest = (int)Math.Clamp(options.TakeNumber("abbreviate", 2) ?? LongestName, 5, 32);
        var textWidth = (int)Math.Clamp(options.TakeNumber("string", 3) ?? int.MaxValue, 1, int.MaxValue);
        layout.LineSize = (int)Math.Clamp(options.TakeNumber("linesize", 5) ?? session.Console.LineSize, 40, 255);
        var separator = (int)Math.Clamp(options.TakeNumber("separator", 3) ?? 5, 0, int.MaxValue);
        var sepby = options.TakeText("sepby", out var by, 5) ? VariableList.Existing(session.Data, by) : null;
        options.Finish();
        var variables = syntax.Before.Length == 0 ? session.Data.Variables : VariableList.Existing(session.Data, syntax.Before);
        int[] rows = [.. syntax.Selected()];
        if (variables.Count == 0 || rows.Length == 0)
        {
            return;
        }

        layout.Console = session.Console;
        layout.Columns = [.. variables.Select(variable => new ListColumn(session, variable, rows, isAbbreviated ? longest : 32, !noLabels, textWidth))];
        layout.Numbers = Array.ConvertAll(rows, at => (at - session.Data.First + 1).ToString(CultureInfo.InvariantCulture));
        layout.BeginsGroup = sepby is null
            ? i => separator > 0 && i > 0 && i % separator == 0
            : i => i > 0 && sepby.Exists(variable => variable.Compare(rows[i - 1], rows[i]) != 0);
        if (isClean)
        {
            ListTable.Clean(layout);
        }
        else if (isBoxed || (!isTable && layout.TableWidth > layout.LineSize))
        {
            ListBoxes.Show(layout);
        }
        else
        {
            ListTable.Show(layout);
        }
    }
}
