using StataRuns.StandIn.Commands.Estimation.Models;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Estimation.Likelihoods;

/// <summary>Variables that tell the outcome of some observations for certain have no finite coefficient: they go, with those observations.</summary>
internal static class PerfectPredictors
{
    public static Model Drop(Session session, Model model)
    {
        for (var j = 0; j < model.Columns.Count; j++)
        {
            if (model.Columns[j] is not { Values: { } values, Name: not "_cons" } column)
            {
                continue;
            }

            CheckSeparation(model, column.Name, values);
            var (open, isSuccess) = Find(values, model.Y);
            if (open is null)
            {
                continue;
            }

            bool[] isKept = [.. values.Select(value => (value != 0) == open.Value)];
            var name = FactorNames.Plain(column.Name);
            session.Console.WriteLine($"note: {name} != {(open.Value ? 1 : 0)} predicts {(isSuccess ? "success" : "failure")} perfectly;");
            session.Console.WriteLine($"      {name} omitted and {NumberText.Integer(isKept.Count(kept => !kept))} obs not used.");
            session.Console.WriteLine();
            var columns = model.Columns.ToList();
            columns[j] = new DesignColumn(FactorNames.IsFactor(column.Name) ? FactorNames.Marked(column.Name, 'e') : FactorNames.Omitted(column.Name), null);
            model = model.With(isKept, columns);
            if (model.Rows.Length == 0 || Array.TrueForAll(model.Y, y => y != 0) || Array.TrueForAll(model.Y, y => y == 0))
            {
                throw new StataError(2000, "no observations");
            }
        }

        return model;
    }

    /// <summary>Which value of an indicator leaves the outcome open: true for 1, false for 0; null if both do.</summary>
    private static (bool? Open, bool IsSuccess) Find(double[] values, double[] y)
    {
        var other = Array.Find(values, value => value != 0);
        Span<int> counts = [0, 0, 0, 0];
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] != 0 && values[i] != other)
            {
                return (null, false);
            }

            counts[(values[i] != 0 ? 2 : 0) + (y[i] != 0 ? 1 : 0)]++;
        }

        var hasBoth = counts[0] + counts[1] > 0 && counts[2] + counts[3] > 0;
        return !hasBoth ? (null, false)
            : counts[2] == 0 || counts[3] == 0 ? (false, counts[2] == 0)
            : counts[0] == 0 || counts[1] == 0 ? (true, counts[0] == 0)
            : (null, false);
    }

    private static void CheckSeparation(Model model, string name, double[] values)
    {
        double lowest = double.MaxValue, highest = double.MinValue, lowestOther = double.MaxValue, highestOther = double.MinValue;
        for (var i = 0; i < values.Length; i++)
        {
            if (model.Y[i] != 0)
            {
                (lowest, highest) = (Math.Min(lowest, values[i]), Math.Max(highest, values[i]));
            }
            else
            {
                (lowestOther, highestOther) = (Math.Min(lowestOther, values[i]), Math.Max(highestOther, values[i]));
            }
        }

        if (lowest > highestOther || highest < lowestOther)
        {
            var (sign, bound) = lowest > highestOther ? (">", highestOther) : ("<", lowestOther);
            throw new StataError(2000, $"outcome = {FactorNames.Plain(name)} {sign} {DisplayFormat.Float.Bare(bound)} predicts data perfectly");
        }
    }
}
