using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Variables;

/// <summary><c>tostring varlist, generate(newvars)|replace [force format(%fmt) usedisplayformat]</c></summary>
internal static class ToStringCommand
{
    private static readonly DisplayFormat Usual = DisplayFormat.Number('g', 12, 0);

    public static void Run(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        var generates = options.TakeText("generate", out var names, 3);
        var replaces = options.Take("replace");
        var isForced = options.Take("force");
        var usesOwn = options.Take("usedisplayformat", 1);
        var format = options.TakeText("format", out var text, 3) ? DisplayFormat.Parse(text) ?? throw new StataError(120, "invalid %format") : Usual;
        options.Finish();
        var data = session.Data;
        var variables = VariableList.Distinct(data, comma < 0 ? rest : rest[..comma]);
        if (generates == replaces)
        {
            throw new StataError(198, "must specify either generate or replace option");
        }

        var targets = generates ? VariableList.New(data, names) : [];
        if (generates && targets.Count != variables.Count)
        {
            throw new StataError(198, "number of variables in varlist must equal number of variables in generate()");
        }

        for (var i = 0; i < variables.Count; i++)
        {
            One(session, variables[i], generates ? targets[i] : null, usesOwn ? variables[i].Format : format, isForced);
        }
    }

    private static void One(Session session, Variable variable, string? target, DisplayFormat format, bool isForced)
    {
        var (console, data) = (session.Console, session.Data);
        if (variable.IsText)
        {
            console.WriteLine($"{variable.Name} already string; no {(target is null ? "replace" : "generate")}");
            return;
        }

        string[] texts = [.. Enumerable.Range(0, data.Observations).Select(at => format.Bare(variable.Number(at)))];
        var isReversible = Enumerable.Range(0, texts.Length).All(at => Missing.Is(variable.Number(at)) || TextFunctions.Real(texts[at]) == variable.Number(at));
        if (!isReversible && !isForced)
        {
            console.WriteLine($"{variable.Name} cannot be converted reversibly; no {(target is null ? "replace" : "generate")}");
            return;
        }

        var type = StorageType.OfText(texts.Select(text => text.Length).DefaultIfEmpty(1).Max());
        var made = new Variable(target ?? variable.Name, type, data.Observations) { Label = variable.Label };
        for (var at = 0; at < texts.Length; at++)
        {
            made.Set(at, texts[at]);
        }

        DestringCommand.Put(data, variable, made, target);
        var note = isReversible ? "" : " (information was lost)";
        console.WriteLine(target is null ? $"{made.Name} was {variable.Type} now {type}{note}" : $"{target} generated as {type}{note}");
    }
}
