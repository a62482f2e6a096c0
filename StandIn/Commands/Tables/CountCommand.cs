using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary><c>count [if] [in]</c></summary>
internal static class CountCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        syntax.Options.Finish();
        if (syntax.Before.Length > 0)
        {
            throw new StataError(101, "varlist not allowed");
        }

        var count = syntax.Selected().Count();
        session.R = new Results();
        session.R.Set("N", count);
        session.Console.WriteLine($"  {NumberText.Integer(count)}");
    }
}
