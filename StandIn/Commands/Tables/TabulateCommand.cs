using StataRuns.StandIn.Data;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary><c>tabulate</c>, <c>tab1</c>, <c>tab2</c>: tables of one or two variables.</summary>
internal static class TabulateCommand
{
    public static void Tabulate(Session session, string rest)
    {
        var syntax = Parse(session, rest);
        var options = new TabulateOptions(syntax.Options);
        var variables = VariableList.Existing(session.Data, syntax.Before);
        switch (variables.Count)
        {
            case 0:
                throw new StataError(100, "varlist required");
            case > 2:
                throw new StataError(103, "too many variables specified");
        }

        if (options.Summarized is { } name)
        {
            SummaryTable.Show(session, syntax, variables, VariableList.Single(session.Data, name), options);
        }
        else if (variables.Count == 1)
        {
            OneWayTable.Show(session, syntax, variables[0], options);
        }
        else
        {
            TwoWayTable.Show(session, syntax, variables[0], variables[1], options);
        }
    }

    public static void Tab1(Session session, string rest)
    {
        var syntax = Parse(session, rest);
        var options = new TabulateOptions(syntax.Options);
        foreach (var variable in Needed(session, syntax))
        {
            session.Console.WriteLine();
            session.Console.WriteLine($"-> tabulation of {variable.Name}  ");
            OneWayTable.Show(session, syntax, variable, options);
        }
    }

    public static void Tab2(Session session, string rest)
    {
        var syntax = Parse(session, rest);
        var isFirstOnly = syntax.Options.Take("firstonly", 5);
        var options = new TabulateOptions(syntax.Options);
        var variables = Needed(session, syntax);
        if (variables.Count < 2)
        {
            throw new StataError(102, "too few variables specified");
        }

        for (var i = 0; i < (isFirstOnly ? 1 : variables.Count - 1); i++)
        {
            for (var j = i + 1; j < variables.Count; j++)
            {
                session.Console.WriteLine();
                session.Console.WriteLine($"-> tabulation of {variables[i].Name} by {variables[j].Name}  ");
                TwoWayTable.Show(session, syntax, variables[i], variables[j], options);
            }
        }
    }

    private static CommandSyntax Parse(Session session, string rest) =>
        CommandSyntax.ParseWeighted(session, rest, WeightKind.Frequency, WeightKind.Analytic, WeightKind.Importance);

    private static List<Variable> Needed(Session session, CommandSyntax syntax)
    {
        var variables = VariableList.Existing(session.Data, syntax.Before);
        return variables.Count > 0 ? variables : throw new StataError(100, "varlist required");
    }
}
