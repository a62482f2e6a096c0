using System.Globalization;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary>The table of variables that <c>describe</c> and <c>lookfor</c> show.</summary>
internal static class DescriptionTable
{
    private const int NameWidth = 15;

    /// <param name="isFramed">With rules above and below, as for all variables.</param>
    public static void Show(Session session, Dataset data, IReadOnlyList<Variable> variables, bool isFramed, bool hasFullNames = false, bool hasNumbers = false)
    {
        var console = session.Console;
        if (isFramed)
        {
            console.Rule();
        }
        else
        {
            console.WriteLine();
        }

        var margin = hasNumbers ? "     " : "";
        console.WriteLine($"{margin}Variable      Storage   Display    Value");
        console.WriteLine($"{margin}    name         type    format    label      Variable label");
        console.Rule();
        foreach (var variable in variables)
        {
            Line(session, data, variable, hasFullNames, hasNumbers ? $"{data.Variables.IndexOf(variable) + 1,3}. " : "");
        }

        if (variables.Any(variable => DescribeCommand.HasNotes(data, variable.Name)))
        {
            console.WriteLine($"{margin}{new string(' ', 44)}* indicated variables have notes");
        }

        if (isFramed)
        {
            console.Rule();
        }
    }

    private static void Line(Session session, Dataset data, Variable variable, bool hasFullNames, string number)
    {
        var console = session.Console;
        var isLong = ByteText.Width(variable.Name) > NameWidth;
        if (hasFullNames && isLong)
        {
            console.WriteLine(variable.Name);
        }

        var name = !isLong ? variable.Name : hasFullNames ? "" : TextFunctions.Abbreviate(variable.Name, NameWidth);
        var mark = DescribeCommand.HasNotes(data, variable.Name) ? "* " : "";
        var start = string.Create(CultureInfo.InvariantCulture,
            $"{number}{TableText.Left(name, NameWidth)} {variable.Type,-7} {variable.FormatText,-10} {TableText.Left(TextFunctions.Abbreviate(variable.ValueLabel, 10), 10)} ");
        var label = TableText.Wrap(variable.Label, Math.Max(10, console.LineSize - ByteText.Width(start)));
        console.WriteLine($"{(mark.Length > 0 ? start[..^2] : start)}{mark}{label[0]}".TrimEnd());
        foreach (var more in label.Skip(1))
        {
            console.WriteLine($"{new string(' ', ByteText.Width(start))}{more}");
        }
    }
}
