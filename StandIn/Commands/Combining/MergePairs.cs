using StataRuns.StandIn.Data;
using StataRuns.StandIn.Data.Columns;

namespace StataRuns.StandIn.Commands.Combining;

/// <summary>Which observation of the master goes with which of the using data: -1 where there is none.</summary>
internal sealed class MergePairs
{
    private readonly List<int> _master = [];
    private readonly List<int> _using = [];

    public IReadOnlyList<int> Master => _master;

    public IReadOnlyList<int> Using => _using;

    /// <summary>Those with an observation of the master in the order of the keys, the others behind them.</summary>
    /// <param name="areByNumber">The n-th observations go together; there are no keys.</param>
    public static MergePairs Find(Dataset master, Dataset other, IReadOnlyList<(Variable Master, Variable Using)> keys, MergeKind kind, bool areByNumber)
    {
        var pairs = new MergePairs();
        if (areByNumber)
        {
            for (var at = 0; at < Math.Max(master.Observations, other.Observations); at++)
            {
                pairs.Add(at < master.Observations ? at : Column.NoObservation, at < other.Observations ? at : Column.NoObservation);
            }

            return pairs;
        }

        var ours = Ordering.Of(master, keys.Select(key => key.Master));
        var theirs = Ordering.Of(other, keys.Select(key => key.Using));
        Unique(kind.IsUniqueInMaster, ours, [.. keys.Select(key => key.Master)], "master");
        Unique(kind.IsUniqueInUsing, theirs, [.. keys.Select(key => key.Using)], "using");
        pairs.Walk(keys, ours, theirs);
        return pairs;
    }

    private void Walk(IReadOnlyList<(Variable Master, Variable Using)> keys, int[] ours, int[] theirs)
    {
        Variable[] masterKeys = [.. keys.Select(key => key.Master)];
        Variable[] usingKeys = [.. keys.Select(key => key.Using)];
        var onlyUsing = new List<int>();
        var (i, j) = (0, 0);
        while (i < ours.Length || j < theirs.Length)
        {
            var comparison = i >= ours.Length ? 1 : j >= theirs.Length ? -1 : Compare(keys, ours[i], theirs[j]);
            var (endOfOurs, endOfTheirs) = (comparison <= 0 ? End(masterKeys, ours, i) : i, comparison >= 0 ? End(usingKeys, theirs, j) : j);
            if (comparison > 0)
            {
                onlyUsing.AddRange(theirs.AsSpan(j..endOfTheirs));
            }
            else
            {
                // Where one side has fewer observations of a key, its last one goes on.
                for (var k = 0; k < Math.Max(endOfOurs - i, endOfTheirs - j); k++)
                {
                    Add(ours[Math.Min(i + k, endOfOurs - 1)], comparison < 0 ? Column.NoObservation : theirs[Math.Min(j + k, endOfTheirs - 1)]);
                }
            }

            (i, j) = (endOfOurs, endOfTheirs);
        }

        onlyUsing.ForEach(row => Add(Column.NoObservation, row));
    }

    private void Add(int master, int other)
    {
        _master.Add(master);
        _using.Add(other);
    }

    private static void Unique(bool isRequired, int[] rows, Variable[] keys, string which)
    {
        for (var i = 1; isRequired && i < rows.Length; i++)
        {
            if (Grouping.AreEqual(keys, rows[i - 1], rows[i]))
            {
                var names = string.Join(' ', keys.Select(key => key.Name));
                throw new StataError(459, keys.Length == 1
                    ? $"variable {names} does not uniquely identify observations in the {which} data"
                    : $"variables {names} do not uniquely identify observations in the {which} data");
            }
        }
    }

    private static int End(Variable[] keys, int[] rows, int start)
    {
        var end = start + 1;
        while (end < rows.Length && Grouping.AreEqual(keys, rows[start], rows[end]))
        {
            end++;
        }

        return end;
    }

    private static int Compare(IReadOnlyList<(Variable Master, Variable Using)> keys, int ours, int theirs)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            var (master, other) = keys[i];
            var comparison = master.IsText ? string.CompareOrdinal(master.Text(ours), other.Text(theirs)) : master.Number(ours).CompareTo(other.Number(theirs));
            if (comparison != 0)
            {
                return comparison;
            }
        }

        return 0;
    }
}
