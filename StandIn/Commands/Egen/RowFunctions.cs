using StataRuns.StandIn.Data;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Egen;

/// <summary>Functions of several variables of an observation.</summary>
internal static class RowFunctions
{
    public static EgenColumn Evaluate(EgenCall call)
    {
        call.RefuseGroups();
        var counts = call.Function is "rownonmiss" or "rowmiss";
        var variables = counts ? call.Variables() : call.NumericVariables();
        var takesTexts = call.Function == "rowmiss" || (counts && call.Options.Take("strok", 1));
        if (!takesTexts && variables.Exists(variable => variable.IsText))
        {
            throw StataError.TypeMismatch();
        }

        var keepsMissing = call.Function is "rowtotal" or "rsum" && call.Options.Take("missing", 1);
        var percent = call.Function == "rowpctile" ? call.Options.TakeNumber("p") ?? 50 : 50;
        var values = EgenColumn.Empty(call.Data);
        var row = new double[variables.Count];
        foreach (var at in call.Selected())
        {
            var count = 0;
            foreach (var variable in variables)
            {
                if (!variable.IsMissing(at))
                {
                    row[count++] = variable.IsText ? 0 : variable.Number(at);
                }
            }

            values[at] = call.Function switch
            {
                "rownonmiss" => count,
                "rowmiss" => variables.Count - count,
                "rowtotal" or "rsum" when count == 0 => keepsMissing ? Missing.System : 0,
                _ when count == 0 => Missing.System,
                "rowfirst" => row[0],
                "rowlast" => row[count - 1],
                "rowpctile" => Statistic.Percentile(row.AsSpan(0, count), [], count, percent),
                _ => Statistic.Of(Name(call.Function), row.AsSpan(0, count), [], null),
            };
        }

        return EgenColumn.Of(call.Type, values);
    }

    /// <summary><c>diff(varlist)</c>: 1 where the variables are not all equal.</summary>
    public static EgenColumn Differ(EgenCall call)
    {
        call.RefuseGroups();
        var variables = call.Variables();
        if (variables.Exists(variable => variable.IsText != variables[0].IsText))
        {
            throw StataError.TypeMismatch();
        }

        var values = EgenColumn.Empty(call.Data);
        foreach (var at in call.Selected())
        {
            values[at] = variables.TrueForAll(variable => IsSame(variable, variables[0], at)) ? 0 : 1;
        }

        return EgenColumn.Of(call.IsTypeGiven ? call.Type : new StorageType(StorageKind.Byte), values);
    }

    private static bool IsSame(Variable left, Variable right, int at) => left.IsText ? left.Text(at) == right.Text(at) : left.Number(at) == right.Number(at);

    private static string Name(string function) => function switch
    {
        "rsum" or "rowtotal" => "sum",
        _ => function[3..],
    };
}
