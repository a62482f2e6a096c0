using StataRuns.StandIn.Data;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary>An observation's value as a graph names it: by its value label, if it has one.</summary>
internal static class CategoryNames
{
    public static string Of(Session session, Variable variable, int row) =>
        !variable.IsText && variable.ValueLabel.Length > 0
            && session.ValueLabels.TryGetValue(variable.ValueLabel, out var labels) && labels.TryGetValue(variable.Number(row), out var label)
            ? label
            : variable.Show(row).Trim();

    /// <summary>The rows of each group that some variables make, in order; observations without a value are in none.</summary>
    public static List<(string[] Names, int[] Rows)> Groups(Session session, IReadOnlyList<Variable> variables, IEnumerable<int> rows, bool keepsMissing = false)
    {
        var sorted = rows.Where(row => keepsMissing || variables.All(variable => variable.IsText ? variable.Text(row).Length > 0 : !Missing.Is(variable.Number(row)))).ToList();
        var order = sorted.Order(Comparer<int>.Create((left, right) =>
        {
            foreach (var variable in variables)
            {
                if (variable.Compare(left, right) is not 0 and var difference)
                {
                    return difference;
                }
            }

            return left.CompareTo(right);
        })).ToArray();
        var groups = new List<(string[], int[])>();
        for (var first = 0; first < order.Length;)
        {
            var last = first + 1;
            while (last < order.Length && variables.All(variable => variable.Compare(order[first], order[last]) == 0))
            {
                last++;
            }

            groups.Add(([.. variables.Select(variable => GraphText.Plain(Of(session, variable, order[first])))], order[first..last]));
            first = last;
        }

        return groups;
    }
}
