using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary><c>ds [varlist] [, has(…) not[(…)] alpha varwidth(#)]</c>: names of variables, chosen by type, format or labels.</summary>
internal static class DsCommand
{
    public static void Run(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        var isSorted = options.Take("alpha", 1);
        var width = (int)Math.Clamp(options.TakeNumber("varwidth", 4) ?? 12, 5, 32);
        var isInverted = options.Take("not");
        var hasIs = options.TakeText("has", out var has);
        var hasNot = options.TakeText("not", out var not);
        options.Finish();
        if (hasIs && (hasNot || isInverted))
        {
            throw new StataError(198, "has() and not() may not be combined");
        }

        var text = (comma < 0 ? rest : rest[..comma]).Trim();
        var data = session.Data;
        List<Variable> chosen = text.Length == 0 ? [.. data.Variables] : VariableList.Distinct(data, text);
        if (isInverted)
        {
            chosen = [.. data.Variables.Where(variable => !chosen.Contains(variable))];
        }

        if (hasIs || hasNot)
        {
            var matches = VariableProperty.Parse(hasIs ? has : not);
            chosen.RemoveAll(variable => matches(variable) != hasIs);
        }

        List<string> names = [.. chosen.Select(variable => variable.Name)];
        session.R = new Results();
        session.R.Set("varlist", string.Join(' ', names));
        if (isSorted)
        {
            names.Sort(StringComparer.Ordinal);
        }

        NameColumns.Show(session, names.ConvertAll(name => TextFunctions.Abbreviate(name, width)));
    }
}
