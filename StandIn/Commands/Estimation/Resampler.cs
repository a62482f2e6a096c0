using StataRuns.StandIn.Data;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Estimation;

/// <summary>Draws observations, or whole clusters, with replacement; within strata if there are any.</summary>
internal sealed class Resampler
{
    /// <summary>For each stratum its units: an observation each, or those of a cluster.</summary>
    private readonly List<int[][]> _strata = [];
    private readonly int? _size;

    public Resampler(Dataset data, List<Variable> strata, List<Variable> clusters, int? size)
    {
        _size = size;
        int[] rows = [.. Enumerable.Range(0, data.Observations)];
        var strataIds = Ids(strata, rows, out var strataCount);
        var clusterIds = clusters.Count == 0 ? null : Ids(clusters, rows, out _);
        for (var stratum = 0; stratum < strataCount; stratum++)
        {
            var members = rows.Where(at => strataIds[at] == stratum);
            _strata.Add(clusterIds is null ? [.. members.Select(at => new[] { at })] : [.. members.GroupBy(at => clusterIds[at]).Select(group => group.ToArray())]);
        }

        Clusters = clusterIds is null ? null : _strata.Sum(units => units.Length);
        if (size is { } wanted && _strata.Exists(units => units.Length < wanted))
        {
            throw new StataError(498, "size() must not be greater than number of observations");
        }
    }

    public int Strata => _strata.Count;

    /// <summary>Null without clusters.</summary>
    public int? Clusters { get; }

    public int[] Draw(RandomNumbers random)
    {
        var order = new List<int>();
        foreach (var units in _strata)
        {
            for (var i = 0; i < (_size ?? units.Length); i++)
            {
                order.AddRange(units[random.Below(units.Length)]);
            }
        }

        return [.. order];
    }

    private static int[] Ids(List<Variable> variables, int[] rows, out int count)
    {
        var ids = new int[rows.Length];
        count = 1;
        foreach (var variable in variables)
        {
            var (own, _) = Models.Clusters.Of(variable, rows);
            var joint = new Dictionary<(int, int), int>();
            for (var i = 0; i < ids.Length; i++)
            {
                joint.TryAdd((ids[i], own[i]), joint.Count);
                ids[i] = joint[(ids[i], own[i])];
            }

            count = joint.Count;
        }

        return ids;
    }
}
