using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Egen;

/// <summary><c>std(exp) [, mean(#) sd(#)]</c>: the expression with another mean and standard deviation.</summary>
internal static class StandardFunction
{
    public static EgenColumn Evaluate(EgenCall call)
    {
        call.RefuseGroups();
        var expression = call.Numbers();
        var mean = call.Options.TakeNumber("mean", 1) ?? 0;
        var deviation = call.Options.TakeNumber("sd", 1) ?? call.Options.TakeNumber("std", 3) ?? 1;
        var values = EgenColumn.Empty(call.Data);
        int[] rows = [.. call.Selected().Where(at => !Missing.Is(expression.Number(at)))];
        var summary = Summary.Of([.. rows.Select(expression.Number)]);
        foreach (var at in rows)
        {
            values[at] = Missing.Is(summary.StandardDeviation) || summary.StandardDeviation == 0
                ? Missing.System
                : mean + (deviation * (expression.Number(at) - summary.Mean) / summary.StandardDeviation);
        }

        return EgenColumn.Of(call.Type, values, $"Standardized values of ({call.Argument})");
    }
}
