using StataRuns.StandIn.Data;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary><c>codebook [varlist] [if] [in] [, compact tabulate(#)]</c></summary>
internal static class CodebookCommand
{
    private const int MostTabulated = 9;

    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var options = syntax.Options;
        var isCompact = options.Take("compact", 1);
        var most = (int)Math.Clamp(options.TakeNumber("tabulate", 1) ?? MostTabulated, 1, 10_000);
        options.Finish();
        var variables = syntax.Before.Length == 0 ? session.Data.Variables : VariableList.Existing(session.Data, syntax.Before);
        int[] rows = [.. syntax.Selected()];
        session.R = new Results();
        if (isCompact)
        {
            CompactCodebook.Show(session, variables, Sample.Of(syntax));
            return;
        }

        foreach (var variable in variables)
        {
            new CodebookEntry(session, variable, rows, most).Show();
        }
    }
}
