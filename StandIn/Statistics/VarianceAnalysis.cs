namespace StataRuns.StandIn.Statistics;

/// <summary>A one-way analysis of variance.</summary>
internal sealed record VarianceAnalysis(Summary[] Groups, double Count, double Between, double Within)
{
    public double BetweenDegrees => Groups.Length - 1;

    public double WithinDegrees => Count - Groups.Length;

    public double F => Missing.Normalize(Between / BetweenDegrees / (Within / WithinDegrees));

    /// <summary>Groups of which a variance is known.</summary>
    public int VarianceGroups => Groups.Count(group => group.Count > 1 && group.Variance > 0);

    /// <summary>The statistic of Bartlett's test of equal variances; null where fewer than two groups have one.</summary>
    public double? Bartlett
    {
        get
        {
            Summary[] groups = [.. Groups.Where(group => group.Count > 1 && group.Variance > 0)];
            if (groups.Length < 2)
            {
                return null;
            }

            var degrees = groups.Sum(group => group.Count - 1);
            var pooled = groups.Sum(group => (group.Count - 1) * group.Variance) / degrees;
            var statistic = (degrees * Math.Log(pooled)) - groups.Sum(group => (group.Count - 1) * Math.Log(group.Variance));
            var correction = 1 + ((groups.Sum(group => 1 / (group.Count - 1)) - (1 / degrees)) / (3 * (groups.Length - 1)));
            return statistic / correction;
        }
    }

    public static VarianceAnalysis Of(IEnumerable<Summary> groups, Summary all)
    {
        Summary[] parts = [.. groups];

        // Analytic weights are scaled for all observations together, not within each group.
        var scale = all.Count / all.SumOfWeights;
        var between = parts.Sum(group => group.SumOfWeights * scale * (group.Mean - all.Mean) * (group.Mean - all.Mean));
        var within = parts.Sum(group => group.Count > 1 ? group.Variance * (group.Count - 1) / group.Count * group.SumOfWeights * scale : 0);
        return new VarianceAnalysis(parts, all.Count, between, within);
    }
}
