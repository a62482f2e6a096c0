using StataRuns.StandIn.Data;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.DataCommands;

/// <summary><c>drop</c> and <c>keep</c>, of variables or of observations.</summary>
internal static class DropCommands
{
    public static void Drop(Session session, string rest) => Run(session, rest, keeps: false);

    public static void Keep(Session session, string rest) => Run(session, rest, keeps: true);

    private static void Run(Session session, string rest, bool keeps)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        syntax.Options.Finish();
        if (syntax.IsRestricted)
        {
            if (syntax.Before.Length > 0)
            {
                throw StataError.InvalidSyntax();
            }

            Observations(session, syntax, keeps);
            return;
        }

        if (syntax.Before.Length == 0)
        {
            throw StataError.InvalidSyntax();
        }

        if (syntax.Before == "_all" && !keeps)
        {
            session.Data.Clear();
            return;
        }

        var named = VariableList.Existing(session.Data, syntax.Before).ToHashSet();
        session.Data.Keep(keeps ? named : session.Data.Variables.Where(variable => !named.Contains(variable)).ToHashSet());
    }

    private static void Observations(Session session, CommandSyntax syntax, bool keeps)
    {
        var data = session.Data;
        var isSelected = new bool[data.Observations];
        data.ForEachGroup(() =>
        {
            foreach (var at in syntax.Selected())
            {
                isSelected[at] = true;
            }
        });

        int[] kept = [.. Enumerable.Range(0, data.Observations).Where(at => isSelected[at] == keeps)];
        var deleted = data.Observations - kept.Length;
        if (deleted > 0)
        {
            data.Take(kept);
        }

        session.Console.WriteLine($"({Counted.Of(deleted, "observation")} deleted)");
    }
}
