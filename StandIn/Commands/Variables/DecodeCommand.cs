using StataRuns.StandIn.Data;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Variables;

/// <summary><c>decode varname [if] [in], generate(newvar) [maxlength(#)]</c>: the value labels as texts.</summary>
internal static class DecodeCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var generates = syntax.Options.TakeText("generate", out var name, 1);
        var longest = (int)(syntax.Options.TakeNumber("maxlength", 3) ?? StorageType.LongestText);
        syntax.Options.Finish();
        var data = session.Data;
        var variable = VariableList.Single(data, syntax.Before);
        if (variable.IsText)
        {
            throw new StataError(108, "not possible with string variable");
        }

        if (!generates || !data.ValueLabels.TryGetValue(variable.ValueLabel, out var labels))
        {
            throw generates ? new StataError(182, $"{variable.Name} not labeled") : new StataError(198, "option generate() required");
        }

        var texts = new string[data.Observations];
        Array.Fill(texts, "");
        foreach (var at in syntax.Selected())
        {
            texts[at] = labels.TryGetValue(variable.Number(at), out var label) ? label[..Math.Min(longest, label.Length)] : "";
        }

        var decoded = data.Add(name, StorageType.OfText(texts.Select(text => text.Length).DefaultIfEmpty(1).Max()));
        decoded.Label = variable.Label;
        for (var at = 0; at < texts.Length; at++)
        {
            decoded.Set(at, texts[at]);
        }

        if (texts.Count(text => text.Length == 0) is > 0 and var missing)
        {
            session.Console.WriteLine($"({Counted.Of(missing, "missing value")} generated)");
        }
    }
}
