using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Macros;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Variables;

/// <summary><c>destring [varlist], generate(newvars)|replace [ignore("chars") force float percent dpcomma]</c></summary>
internal static class DestringCommand
{
    public static void Run(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        var generates = options.TakeText("generate", out var names, 3);
        var replaces = options.Take("replace");
        var ignored = options.TakeText("ignore", out var characters, 1) ? Tokens.Unquote(characters) : "";
        var (isForced, isFloat, isPercent, hasCommas) = (options.Take("force"), options.Take("float"), options.Take("percent"), options.Take("dpcomma"));
        options.Finish();
        var data = session.Data;
        var list = comma < 0 ? rest : rest[..comma];
        var variables = list.Trim().Length == 0 ? [.. data.Variables] : VariableList.Distinct(data, list);
        if (generates == replaces)
        {
            throw new StataError(198, "either option generate() or option replace is required");
        }

        var targets = generates ? VariableList.New(data, names) : [];
        if (generates && targets.Count != variables.Count)
        {
            throw new StataError(198, "number of variables in varlist must equal number of variables in generate()");
        }

        for (var i = 0; i < variables.Count; i++)
        {
            One(session, variables[i], generates ? targets[i] : null, ignored, new Reading(isForced, isFloat, isPercent, hasCommas));
        }
    }

    private static void One(Session session, Variable variable, string? target, string ignored, Reading reading)
    {
        var (console, data) = (session.Console, session.Data);
        var done = target is null ? "replaced" : "generated";
        if (!variable.IsText)
        {
            console.WriteLine($"{variable.Name} already numeric; no {(target is null ? "replace" : "generate")}");
            return;
        }

        var values = new double[data.Observations];
        var removed = new SortedSet<char>();
        var isNumeric = true;
        for (var at = 0; at < values.Length; at++)
        {
            var text = Without(variable.Text(at), reading.IsPercent ? ignored + "%" : ignored, removed);
            text = reading.HasCommas ? text.Replace(".", "", StringComparison.Ordinal).Replace(',', '.') : text;
            values[at] = TextFunctions.Real(text);
            isNumeric &= !Missing.Is(values[at]) || text.Trim(' ') is "" or "." || Missing.Letter(values[at]) > 0;
            values[at] = reading.IsPercent && !Missing.Is(values[at]) ? values[at] / 100 : values[at];
        }

        var found = removed.Count > 0 && isNumeric
            ? $"character{(removed.Count == 1 ? "" : "s")} {string.Join(' ', removed)} removed"
            : isNumeric ? "all characters numeric" : "contains nonnumeric characters";
        if (!isNumeric && !reading.IsForced)
        {
            console.WriteLine($"{variable.Name}: {found}; no {(target is null ? "replace" : "generate")}");
            return;
        }

        var type = SmallestType.Of(values, allowsFloat: reading.IsFloat);
        type = reading.IsFloat && type.Kind == StorageKind.Double ? StorageType.Float : type;
        var numbers = new Variable(target ?? variable.Name, type, data.Observations) { Label = variable.Label };
        for (var at = 0; at < values.Length; at++)
        {
            numbers.Set(at, values[at]);
        }

        Put(data, variable, numbers, target);
        console.WriteLine(target is null ? $"{numbers.Name}: {found}; {done} as {type}" : $"{variable.Name}: {found}; {target} {done} as {type}");
        if (values.Count(Missing.Is) is > 0 and var missing)
        {
            console.WriteLine($"({Counted.Of(missing, "missing value")} generated)");
        }
    }

    /// <summary>A new variable stands behind the one that it's made of.</summary>
    internal static void Put(Dataset data, Variable old, Variable made, string? target)
    {
        if (target is null)
        {
            data.Replace(old, made);
            return;
        }

        data.Append(made);
        data.Variables.RemoveAt(data.Variables.Count - 1);
        data.Variables.Insert(data.Variables.IndexOf(old) + 1, made);
    }

    private static string Without(string text, string ignored, SortedSet<char> removed)
    {
        if (ignored.Length == 0 || text.AsSpan().IndexOfAny(ignored) < 0)
        {
            return text;
        }

        foreach (var letter in text.Where(letter => ignored.Contains(letter, StringComparison.Ordinal)))
        {
            removed.Add(letter);
        }

        return string.Concat(text.Where(letter => !ignored.Contains(letter, StringComparison.Ordinal)));
    }

    private sealed record Reading(bool IsForced, bool IsFloat, bool IsPercent, bool HasCommas);
}
