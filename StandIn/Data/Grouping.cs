namespace StataRuns.StandIn.Data;

/// <summary>Observations by groups of equal values, whatever order the data are in.</summary>
internal sealed class Grouping
{
    private readonly int[] _rows;
    private readonly List<int> _starts;

    private Grouping(int[] rows, List<int> starts)
    {
        _rows = rows;
        _starts = starts;
    }

    public int Count => _starts.Count - 1;

    /// <summary>The observations of a group, in the order of the data.</summary>
    public ReadOnlySpan<int> this[int group] => _rows.AsSpan(_starts[group], _starts[group + 1] - _starts[group]);

    /// <param name="rows">Observations in ascending order; they are reordered.</param>
    public static Grouping Of(int[] rows, IReadOnlyList<Variable> variables)
    {
        Ordering.Of(rows, [.. variables.Select(variable => new OrderKey(variable))]);
        var starts = new List<int>();
        for (var i = 0; i < rows.Length; i++)
        {
            if (i == 0 || !AreEqual(variables, rows[i - 1], rows[i]))
            {
                starts.Add(i);
            }
        }

        starts.Add(rows.Length);
        return new Grouping(rows, starts);
    }

    public static bool AreEqual(IReadOnlyList<Variable> variables, int left, int right)
    {
        for (var i = 0; i < variables.Count; i++)
        {
            if (variables[i].Compare(left, right) != 0)
            {
                return false;
            }
        }

        return true;
    }
}
