using StataRuns.StandIn.Data;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Variables;

/// <summary><c>encode varname [if] [in], generate(newvar) [label(name) noextend]</c>: texts become numbers in the order of the alphabet.</summary>
internal static class EncodeCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var generates = syntax.Options.TakeText("generate", out var name, 1);
        var hasLabel = syntax.Options.TakeText("label", out var label, 1);
        var isClosed = syntax.Options.Take("noextend", 5);
        syntax.Options.Finish();
        var data = session.Data;
        var variable = VariableList.Single(data, syntax.Before);
        if (!variable.IsText)
        {
            throw new StataError(107, "not possible with numeric variable");
        }

        if (!generates)
        {
            throw new StataError(198, "option generate() required");
        }

        label = hasLabel ? label : name;
        int[] rows = [.. syntax.Selected()];
        var labels = data.ValueLabels.TryGetValue(label, out var known) ? new SortedDictionary<double, string>(known) : [];
        var codes = Codes(labels, [.. rows.Select(variable.Text).Where(text => text.Length > 0).Distinct().Order(StringComparer.Ordinal)], isClosed, label);
        var encoded = data.Add(name, new StorageType(StorageKind.Long));
        foreach (var at in rows)
        {
            encoded.Set(at, codes.GetValueOrDefault(variable.Text(at), Missing.System));
        }

        encoded.SetFormat(Formats.DisplayFormat.Parse("%8.0g")!, "%8.0g");
        encoded.Label = variable.Label;
        encoded.ValueLabel = label;
        data.ValueLabels[label] = labels;
        LabelledWidth.Make(data, encoded);
    }

    private static Dictionary<string, double> Codes(SortedDictionary<double, string> labels, List<string> texts, bool isClosed, string name)
    {
        var codes = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (value, text) in labels)
        {
            codes.TryAdd(text, value);
        }

        var next = labels.Count == 0 ? 1 : Math.Max(0, labels.Keys.Where(value => !Missing.Is(value)).DefaultIfEmpty(0).Max()) + 1;
        foreach (var text in texts)
        {
            if (codes.TryAdd(text, next))
            {
                labels[next++] = isClosed ? throw new StataError(180, $"there are values that value label {name} does not define") : text;
            }
        }

        return codes;
    }
}
