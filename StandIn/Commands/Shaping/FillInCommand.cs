using StataRuns.StandIn.Data;
using StataRuns.StandIn.Data.Columns;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Shaping;

/// <summary><c>fillin varlist</c>: an observation for each combination of values that the data don't have; <c>_fillin</c> marks them.</summary>
internal static class FillInCommand
{
    public static void Run(Session session, string rest)
    {
        var data = session.Data;
        var variables = VariableList.Distinct(data, rest);
        if (variables.Count < 2)
        {
            throw new StataError(102, "too few variables specified");
        }

        var levels = variables.Select(variable => Grouping.Of(Ordering.All(data.Observations), [variable])).ToList();
        var combinations = levels.Aggregate(1L, (product, level) => product * level.Count);
        if (combinations > Dataset.MostObservations)
        {
            throw new StataError(901, "no room to add more observations");
        }

        // Each observation is at a place among the combinations: the levels of its values, read as a number.
        var place = new long[data.Observations];
        foreach (var level in levels)
        {
            for (var value = 0; value < level.Count; value++)
            {
                foreach (var at in level[value])
                {
                    place[at] = (place[at] * level.Count) + value;
                }
            }
        }

        var isThere = new bool[combinations];
        Array.ForEach(place, at => isThere[at] = true);
        var before = data.Observations;
        long[] absent = [.. Enumerable.Range(0, (int)combinations).Where(at => !isThere[at]).Select(at => (long)at)];
        data.Take([.. Ordering.All(before), .. Enumerable.Repeat(Column.NoObservation, absent.Length)]);
        for (var i = 0; i < absent.Length; i++)
        {
            var left = absent[i];
            for (var v = variables.Count - 1; v >= 0; v--)
            {
                Combining.Accommodation.Copy(variables[v], levels[v][(int)(left % levels[v].Count)][0], variables[v], before + i);
                left /= levels[v].Count;
            }
        }

        var mark = data.Add("_fillin", new StorageType(StorageKind.Byte));
        for (var at = 0; at < data.Observations; at++)
        {
            mark.Set(at, at < before ? 0 : 1);
        }

        data.SortedBy.Clear();
        DataCommands.SortCommand.SortBy(data, variables);
    }
}
