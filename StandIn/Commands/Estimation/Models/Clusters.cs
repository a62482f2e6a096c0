using StataRuns.StandIn.Data;

namespace StataRuns.StandIn.Commands.Estimation.Models;

/// <summary>Numbers the groups of a variable from 0 in the order in which they come.</summary>
internal static class Clusters
{
    public static (int[] Ids, int Count) Of(Variable variable, int[] rows)
    {
        var ids = new int[rows.Length];
        if (variable.IsText)
        {
            var texts = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var i = 0; i < rows.Length; i++)
            {
                ids[i] = Number(texts, variable.Text(rows[i]));
            }

            return (ids, texts.Count);
        }

        var numbers = new Dictionary<double, int>();
        for (var i = 0; i < rows.Length; i++)
        {
            ids[i] = Number(numbers, variable.Number(rows[i]));
        }

        return (ids, numbers.Count);
    }

    private static int Number<T>(Dictionary<T, int> known, T value)
        where T : notnull
    {
        if (!known.TryGetValue(value, out var id))
        {
            id = known.Count;
            known.Add(value, id);
        }

        return id;
    }
}
