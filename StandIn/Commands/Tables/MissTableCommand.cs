using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary><c>misstable summarize [varlist] [if] [in] [, all showzeros]</c></summary>
internal static class MissTableCommand
{
    private const int MostCounted = 500;

    public static void Run(Session session, string rest)
    {
        var scanner = new Scanner(rest);
        var verb = scanner.Name();
        if (verb.Length < 3 || !"summarize".StartsWith(verb, StringComparison.Ordinal))
        {
            throw StataError.NotImitated($"misstable {verb}");
        }

        var syntax = CommandSyntax.Parse(session, scanner.Rest);
        var (takesAll, showsZeros) = (syntax.Options.Take("all"), syntax.Options.Take("showzeros", 5));
        syntax.Options.Finish();
        int[] rows = [.. syntax.Selected()];
        List<Variable> variables = [.. syntax.Before.Length == 0 ? session.Data.Variables : VariableList.Existing(session.Data, syntax.Before)];
        if (!takesAll)
        {
            variables.RemoveAll(variable => variable.IsText || !Array.Exists(rows, at => Missing.Is(variable.Number(at))));
        }

        session.R = new Results();
        session.R.Set("vartype", "none");
        var console = session.Console;
        if (variables.Count == 0)
        {
            console.WriteLine("(variables nonmissing or string)");
            return;
        }

        console.WriteLine($"{new string(' ', 63)}Obs<.");
        console.WriteLine($"{new string(' ', 48)}+{new string('-', 30)}");
        console.WriteLine($"{new string(' ', 15)}|{new string(' ', 32)}| Unique");
        console.WriteLine("      Variable |     Obs=.     Obs>.     Obs<.  | values        Min         Max");
        console.WriteLine($"  {new string('-', 13)}+{new string('-', 32)}+{new string('-', 30)}");
        foreach (var variable in variables)
        {
            Line(session, variable, rows, showsZeros);
        }

        console.WriteLine($"  {new string('-', 77)}");
    }

    private static void Line(Session session, Variable variable, int[] rows, bool showsZeros)
    {
        var name = $"  {TableText.Name(variable.Name, 12)} |";
        if (variable.IsText)
        {
            session.Console.WriteLine($"{name}{TableText.Left(" (string variable)", 32)}|");
            session.R.Set("vartype", "string");
            return;
        }

        double[] values = Array.ConvertAll(rows, variable.Number);
        double[] present = [.. values.Where(value => !Missing.Is(value))];
        int system = values.Count(value => value == Missing.System), extended = values.Length - present.Length - system;
        var unique = present.Distinct().Count();
        var (least, most) = present.Length == 0 ? (Missing.System, Missing.System) : (present.Min(), present.Max());
        session.Console.WriteLine(
            $"{name}{Count(system),10}{Count(extended),10}{Count(present.Length),10}  |{(unique > MostCounted ? $">{MostCounted}" : TableText.Fixed(unique, 0)),7}{TableText.General(least),11}{TableText.General(most),12}");
        session.R.Set("vartype", "numeric");
        session.R.Set("N_eq_dot", system);
        session.R.Set("N_gt_dot", extended);
        session.R.Set("N_lt_dot", present.Length);
        session.R.Set("K_uniq", unique > MostCounted ? Missing.System : unique);
        session.R.Set("min", least);
        session.R.Set("max", most);

        string Count(int count) => count == 0 && !showsZeros ? "" : TableText.Count(count, 9);
    }
}
