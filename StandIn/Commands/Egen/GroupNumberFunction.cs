using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Data;

namespace StataRuns.StandIn.Commands.Egen;

/// <summary><c>group(varlist) [, missing label]</c> numbers the groups; <c>tag(varlist) [, missing]</c> marks one observation of each.</summary>
internal static class GroupNumberFunction
{
    public static EgenColumn Evaluate(EgenCall call)
    {
        call.RefuseGroups();
        var variables = call.Variables();
        var isLabelled = call.Options.Take("label", 1);
        var groups = Groups(call, variables);
        var values = EgenColumn.Empty(call.Data);
        var labels = isLabelled ? new SortedDictionary<double, string>() : null;
        for (var group = 0; group < groups.Count; group++)
        {
            foreach (var at in groups[group])
            {
                values[at] = group + 1;
            }

            if (labels is not null)
            {
                var first = groups[group][0];
                labels[group + 1] = string.Join(' ', variables.Select(variable => ValueText.Of(call.Session, variable, first)));
            }
        }

        var type = call.IsTypeGiven || groups.Count < 10_000_000 ? call.Type : new StorageType(StorageKind.Long);
        var names = string.Join(' ', variables.Select(variable => variable.Name));
        return labels is null ? EgenColumn.Of(type, values, $"group({names})") : EgenColumn.Of(type, values, $"group({names})").With(labels);
    }

    public static EgenColumn Tag(EgenCall call)
    {
        call.RefuseGroups();
        var groups = Groups(call, call.Variables());
        var values = new double[call.Data.Observations];
        for (var group = 0; group < groups.Count; group++)
        {
            values[groups[group][0]] = 1;
        }

        return EgenColumn.Of(call.IsTypeGiven ? call.Type : new StorageType(StorageKind.Byte), values, $"tag({call.Argument.Trim()})");
    }

    private static Grouping Groups(EgenCall call, List<Variable> variables)
    {
        var takesMissing = call.Options.Take("missing", 1);
        return Grouping.Of([.. call.Selected().Where(at => takesMissing || !variables.Exists(variable => variable.IsMissing(at)))], variables);
    }
}
