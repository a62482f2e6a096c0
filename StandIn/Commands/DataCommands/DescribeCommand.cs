using System.Globalization;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.DataCommands;

/// <summary><c>describe [varlist] [, short]</c></summary>
internal static class DescribeCommand
{
    public static void Run(Session session, string rest)
    {
        var comma = rest.IndexOf(',', StringComparison.Ordinal);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        var isShort = options.Take("short", 1);
        options.Finish();
        var text = (comma < 0 ? rest : rest[..comma]).Trim();
        var data = session.Data;
        var variables = text.Length == 0 ? data.Variables : VariableList.Existing(data, text);
        var console = session.Console;
        if (text.Length == 0)
        {
            console.WriteLine();
            console.WriteLine("Contains data");
            console.WriteLine($" Observations:{NumberText.Integer(data.Observations),14}                  {data.Label}".TrimEnd());
            console.WriteLine($"    Variables:{NumberText.Integer(data.Variables.Count),14}                  ".TrimEnd());
        }

        if (!isShort && variables.Count > 0)
        {
            Table(session, variables);
        }

        if (text.Length == 0)
        {
            console.WriteLine($"Sorted by: {string.Join("  ", data.SortedBy)}");
        }

        session.R = new Results();
        session.R.Set("N", data.Observations);
        session.R.Set("k", data.Variables.Count);
    }

    private static void Table(Session session, List<Variable> variables)
    {
        var console = session.Console;
        console.Rule();
        console.WriteLine("Variable      Storage   Display    Value");
        console.WriteLine("    name         type    format    label      Variable label");
        console.Rule();
        foreach (var variable in variables)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{Expressions.Functions.TextFunctions.Abbreviate(variable.Name, 15),-15} {variable.Type,-7} {variable.FormatText,-10} {variable.ValueLabel,-10} {variable.Label}").TrimEnd());
        }

        console.Rule();
    }
}
