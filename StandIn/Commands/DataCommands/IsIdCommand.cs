using StataRuns.StandIn.Data;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.DataCommands;

/// <summary><c>isid varlist [, sort missok]</c>: an error unless the variables identify the observations.</summary>
internal static class IsIdCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest).NoRestriction();
        var (sorts, allowsMissing) = (syntax.Options.Take("sort", 1), syntax.Options.Take("missok", 1));
        syntax.Options.Finish();
        var data = session.Data;
        var variables = VariableList.Distinct(data, syntax.Before);
        if (variables.Count == 0)
        {
            throw new StataError(100, "varlist required");
        }

        var names = string.Join(' ', variables.Select(variable => variable.Name));
        if (!allowsMissing && variables.Exists(variable => Enumerable.Range(0, data.Observations).Any(variable.IsMissing)))
        {
            throw new StataError(459, variables.Count == 1 ? $"variable {names} should never be missing" : $"variables {names} should never be missing");
        }

        if (Grouping.Of(Ordering.All(data.Observations), variables).Count < data.Observations)
        {
            throw new StataError(459, variables.Count == 1
                ? $"variable {names} does not uniquely identify the observations"
                : $"variables {names} do not uniquely identify the observations");
        }

        if (sorts)
        {
            SortCommand.SortBy(data, variables);
        }
    }
}
