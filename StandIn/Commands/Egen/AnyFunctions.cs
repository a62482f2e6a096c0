using StataRuns.StandIn.Data;

namespace StataRuns.StandIn.Commands.Egen;

/// <summary><c>anymatch</c>, <c>anycount</c> and <c>anyvalue</c>, with <c>values(numlist)</c>: whether, how often, and which of the values a variable has.</summary>
internal static class AnyFunctions
{
    public static EgenColumn Evaluate(EgenCall call)
    {
        call.RefuseGroups();
        var variables = call.NumericVariables();
        var sought = call.Options.TakeText("values", out var text, 1) ? NumberList.Parse(text).ToHashSet() : throw new StataError(198, "option values() required");
        var values = EgenColumn.Empty(call.Data);
        if (call.Function == "anyvalue" && variables.Count != 1)
        {
            throw new StataError(103, "too many variables specified");
        }

        foreach (var at in call.Selected())
        {
            var count = variables.Count(variable => sought.Contains(variable.Number(at)));
            values[at] = call.Function switch
            {
                "anymatch" => count > 0 ? 1 : 0,
                "anycount" => count,
                _ => count > 0 ? variables[0].Number(at) : Missing.System,
            };
        }

        var type = call.IsTypeGiven ? call.Type : call.Function == "anyvalue" ? variables[0].Type : new StorageType(StorageKind.Byte);
        return EgenColumn.Of(type, values);
    }
}
