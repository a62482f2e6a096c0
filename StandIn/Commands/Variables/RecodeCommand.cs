using StataRuns.StandIn.Data;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Variables;

/// <summary><c>recode varlist (rule) [(rule) …] [if] [in] [, generate(newvars) prefix(text) label(name) copyrest test]</c></summary>
internal static class RecodeCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var options = syntax.Options;
        var generates = options.TakeText("generate", out var names, 3);
        var hasPrefix = options.TakeText("prefix", out var prefix, 3);
        var hasLabel = options.TakeText("label", out var label, 1);
        var copiesRest = options.Take("copyrest", 5);
        options.Take("test");
        options.Finish();
        var data = session.Data;
        var (list, rules) = Parts(syntax.Before);
        var variables = VariableList.Distinct(data, list);
        if (variables.Find(variable => variable.IsText) is { } text)
        {
            throw new StataError(108, $"recode only allows numeric variables; {text.Name} is string");
        }

        List<string> targets = generates ? VariableList.New(data, names) : hasPrefix ? [.. variables.Select(variable => prefix + variable.Name)] : [];
        if (targets.Count > 0 && targets.Count != variables.Count)
        {
            throw new StataError(targets.Count < variables.Count ? 102 : 103, "number of variables in varlist and generate() do not match");
        }

        int[] rows = [.. syntax.Selected()];
        for (var i = 0; i < variables.Count; i++)
        {
            var before = variables[i];
            var target = targets.Count == 0 ? before : New(data, targets[i], before, copiesRest);
            var changes = Apply(before, target, rows, rules);
            data.Unsort(target.Name);
            data.IsChanged = true;
            session.Console.WriteLine(targets.Count == 0
                ? $"({Counted.Of(changes, "change")} made to {before.Name})"
                : $"({Counted.Of(changes, "difference")} between {before.Name} and {target.Name})");
            if (targets.Count > 0 && rules.Exists(rule => rule.Label.Length > 0 && rule.To is not null))
            {
                target.ValueLabel = hasLabel ? label : target.Name;
                data.ValueLabels[target.ValueLabel] = Labels(rules);
            }
        }
    }

    private static (string Variables, List<RecodeRule> Rules) Parts(string text)
    {
        var bracket = text.IndexOf('(', StringComparison.Ordinal);
        if (bracket >= 0)
        {
            return (text[..bracket], RecodeRule.Parse(text[bracket..]));
        }

        // Without brackets the first rule begins where a word is no name.
        var words = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var count = words.TakeWhile(word => Names.IsStart(word[0]) && !word.Contains('=', StringComparison.Ordinal) && word is not ("else" or "missing" or "nonmissing")).Count();
        return count == words.Length ? throw StataError.InvalidSyntax() : (string.Join(' ', words[..count]), RecodeRule.Parse(string.Join(' ', words[count..])));
    }

    private static Variable New(Dataset data, string name, Variable like, bool copiesRest)
    {
        var variable = data.Add(name, like.Type);
        variable.SetFormat(like.Format, like.FormatText);
        variable.Label = $"RECODE of {like.Name}{(like.Label.Length > 0 ? $" ({like.Label})" : "")}";
        for (var at = 0; copiesRest && at < data.Observations; at++)
        {
            variable.Set(at, like.Number(at));
        }

        return variable;
    }

    private static int Apply(Variable from, Variable target, int[] rows, List<RecodeRule> rules)
    {
        var changes = 0;
        foreach (var at in rows)
        {
            var value = from.Number(at);
            var result = rules.Find(rule => rule.Matches(value))?.To ?? value;
            target.Type = target.Type.PromotedFor(result);
            target.Set(at, result);
            changes += target.Number(at) != value ? 1 : 0;
        }

        return changes;
    }

    private static SortedDictionary<double, string> Labels(List<RecodeRule> rules)
    {
        var labels = new SortedDictionary<double, string>();
        foreach (var rule in rules)
        {
            if (rule is { To: { } to, Label.Length: > 0 })
            {
                labels[to] = rule.Label;
            }
        }

        return labels;
    }
}
