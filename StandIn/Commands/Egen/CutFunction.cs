using StataRuns.StandIn.Data;
using StataRuns.StandIn.Formats;

namespace StataRuns.StandIn.Commands.Egen;

/// <summary><c>cut(varname), at(numlist) | group(#) [icodes label]</c>: the interval that a value is in, by its lower bound or its number.</summary>
internal static class CutFunction
{
    public static EgenColumn Evaluate(EgenCall call)
    {
        call.RefuseGroups();
        var variable = VariableList.Single(call.Data, call.Argument);
        var hasBounds = call.Options.TakeText("at", out var at);
        var groups = call.Options.TakeNumber("group", 1);
        var isLabelled = call.Options.Take("label", 1);
        var isNumbered = call.Options.Take("icodes", 1) || groups is not null || isLabelled;
        if (variable.IsText || hasBounds == groups is not null)
        {
            throw variable.IsText ? StataError.TypeMismatch() : new StataError(198, "either at() or group() is required");
        }

        int[] rows = [.. call.Selected().Where(row => !variable.IsMissing(row))];
        double[] bounds = hasBounds ? [.. NumberList.Parse(at).Order()] : Quantiles([.. rows.Select(variable.Number)], (int)groups!.Value);
        var values = EgenColumn.Empty(call.Data);
        foreach (var row in rows)
        {
            var index = Array.BinarySearch(bounds, variable.Number(row));
            index = index >= 0 ? index : ~index - 1;
            if (index >= 0 && (index < bounds.Length - 1 || !hasBounds))
            {
                values[row] = isNumbered ? index : bounds[index];
            }
        }

        var column = EgenColumn.Of(call.Type, values);
        return isLabelled
            ? column.With(new SortedDictionary<double, string>(bounds.Take(hasBounds ? bounds.Length - 1 : bounds.Length).Index()
                .ToDictionary(item => (double)item.Index, item => DisplayFormat.Float.Bare(item.Item) + "-")))
            : column;
    }

    /// <summary>The least value of each of so many groups of about the same size.</summary>
    private static double[] Quantiles(double[] values, int groups)
    {
        if (groups < 1)
        {
            throw new StataError(198, "group() must be a positive integer");
        }

        Array.Sort(values);
        return values.Length == 0 ? [] : [.. Enumerable.Range(0, groups).Select(group => values[(int)((long)group * values.Length / groups)]).Distinct()];
    }
}
