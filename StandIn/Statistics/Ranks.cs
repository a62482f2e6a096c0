namespace StataRuns.StandIn.Statistics;

/// <summary>Ranks of numbers, the mean of their places for those that are equal.</summary>
internal static class Ranks
{
    public static double[] Of(ReadOnlySpan<double> values) => Of(values, out _);

    /// <param name="ties">The sum of t³ - t over groups of t equal numbers.</param>
    public static double[] Of(ReadOnlySpan<double> values, out double ties)
    {
        double[] sorted = [.. values];
        var places = new int[sorted.Length];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = i;
        }

        Array.Sort(sorted, places);
        var ranks = new double[sorted.Length];
        ties = 0;
        for (var first = 0; first < sorted.Length;)
        {
            var end = first + 1;
            while (end < sorted.Length && sorted[end] == sorted[first])
            {
                end++;
            }

            double count = end - first;
            ties += (count * count * count) - count;
            for (var i = first; i < end; i++)
            {
                ranks[places[i]] = (first + 1 + end) / 2.0;
            }

            first = end;
        }

        return ranks;
    }
}
