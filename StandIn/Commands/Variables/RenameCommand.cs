using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Variables;

/// <summary><c>rename old new</c>, <c>rename (old1 old2) (new1 new2)</c>, <c>rename x* y*</c>, <c>rename varlist, upper|lower|proper</c></summary>
internal static class RenameCommand
{
    public static void Run(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        var (upper, lower, proper) = (options.Take("upper", 1), options.Take("lower", 1), options.Take("proper", 1));
        options.Take("renumber", 1);
        options.Take("sort");
        options.Finish();
        rest = (comma < 0 ? rest : rest[..comma]).Trim();
        if (upper || lower || proper)
        {
            Apply(session, VariableList.Distinct(session.Data, rest.Trim('(', ')')).ToDictionary(variable => variable, variable => upper ? TextFunctions.Upper(variable.Name) : lower ? TextFunctions.Lower(variable.Name) : TextFunctions.Proper(variable.Name)));
            return;
        }

        var (old, names) = Parts(rest);
        Apply(session, Pairs(session.Data, old, names));
    }

    private static (string[] Old, string[] Names) Parts(string text)
    {
        if (!text.StartsWith('('))
        {
            var words = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            return words.Length == 2 ? ([words[0]], [words[1]]) : throw new StataError(198, words.Length < 2 ? "syntax error: two names are required" : "syntax error: too many names; groups need parentheses");
        }

        var scanner = new Scanner(text);
        var old = scanner.Bracketed('(', ')');
        scanner.SkipBlanks();
        var names = scanner.Here == '(' ? scanner.Bracketed('(', ')') : scanner.Rest;
        return (old.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries), names.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
    }

    private static Dictionary<Variable, string> Pairs(Dataset data, string[] old, string[] names)
    {
        var pairs = new Dictionary<Variable, string>();
        var isOneForAll = names.Length == 1 && new NamePattern(names[0]) is { IsWild: true };
        List<(Variable Variable, List<string> Parts)> found = [];
        for (var i = 0; i < old.Length; i++)
        {
            var matches = Matching(data, old[i]);
            if (!isOneForAll && old.Length == names.Length)
            {
                var pattern = new NamePattern(names[i]);
                for (var m = 0; m < matches.Count; m++)
                {
                    Add(pairs, matches[m].Variable, pattern.Fill(matches[m].Variable.Name, matches[m].Parts, m + 1));
                }
            }

            found.AddRange(matches);
        }

        if (pairs.Count == found.Count)
        {
            return pairs;
        }

        // Names and variables that don't come in pairs by their words must come in pairs by their number.
        List<string> listed = isOneForAll
            ? [.. found.Select((match, index) => new NamePattern(names[0]).Fill(match.Variable.Name, match.Parts.Count == 0 && names[0].Contains('*', StringComparison.Ordinal) ? [match.Variable.Name] : match.Parts, index + 1))]
            : [.. names.SelectMany(VariableList.Series)];
        if (listed.Count != found.Count)
        {
            throw new StataError(198, $"syntax error: {found.Count} old names, {listed.Count} new names");
        }

        for (var i = 0; i < listed.Count; i++)
        {
            Add(pairs, found[i].Variable, listed[i]);
        }

        return pairs;
    }

    private static void Add(Dictionary<Variable, string> pairs, Variable variable, string name)
    {
        if (!pairs.TryAdd(variable, name))
        {
            throw new StataError(198, $"variable {variable.Name} appears more than once");
        }
    }

    private static List<(Variable Variable, List<string> Parts)> Matching(Dataset data, string text)
    {
        var pattern = new NamePattern(text);
        if (!pattern.IsWild)
        {
            return [.. VariableList.Existing(data, text).Select(variable => (variable, new List<string>()))];
        }

        List<(Variable, List<string>)> found = [.. data.Variables.Select(variable => (variable, pattern.Match(variable.Name))).Where(match => match.Item2 is not null).Select(match => (match.variable, match.Item2!))];
        return found.Count > 0 ? found : throw new StataError(111, $"variable {text} not found");
    }

    /// <summary>All at once, so that names can be exchanged; nothing is renamed if one can't be.</summary>
    private static void Apply(Session session, Dictionary<Variable, string> pairs)
    {
        var data = session.Data;
        var taken = data.Variables.Where(variable => !pairs.ContainsKey(variable)).Select(variable => variable.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in pairs.Values)
        {
            if (!Names.IsName(name) || Names.IsReserved(name))
            {
                throw new StataError(198, $"{name} invalid name");
            }

            if (!taken.Add(name))
            {
                throw new StataError(110, $"variable {name} already defined");
            }
        }

        data.Rename(pairs.Where(pair => pair.Key.Name != pair.Value).ToDictionary());
    }
}
