using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Macros;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary><c>lookfor text [text ...]</c>: variables whose name or label holds one of the texts.</summary>
internal static class LookForCommand
{
    public static void Run(Session session, string rest)
    {
        List<string> texts = [.. Tokens.Split(rest)];
        if (texts.Count == 0)
        {
            throw new StataError(198, "nothing to look for");
        }

        var found = session.Data.Variables.FindAll(variable => texts.Exists(text =>
            variable.Name.Contains(text, StringComparison.OrdinalIgnoreCase) || variable.Label.Contains(text, StringComparison.OrdinalIgnoreCase)));
        if (found.Count > 0)
        {
            DescriptionTable.Show(session, session.Data, found, isFramed: false);
        }

        session.R = new Results();
        session.R.Set("varlist", string.Join(' ', found.Select(variable => variable.Name)));
    }
}
