using System.Numerics;

namespace StataRuns.StandIn.Statistics;

/// <summary>Exact distributions of rank sums, ties and all, by counting how many choices make each sum.</summary>
internal static class RankDistribution
{
    /// <summary>The probability of a rank sum of as many of the ranks at least as far from the mean as this one.</summary>
    public static double RankSum(ReadOnlySpan<double> ranks, int taken, double sum)
    {
        // Mean ranks are halves at most: doubled they are whole.
        int most = 0, highest = 0;
        foreach (var rank in ranks)
        {
            most += Doubled(rank);
            highest = Math.Max(highest, Doubled(rank));
        }

        var ways = new double[taken + 1][];
        for (var count = 0; count <= taken; count++)
        {
            ways[count] = new double[most + 1];
        }

        ways[0][0] = 1;
        var reached = 0;
        for (var i = 0; i < ranks.Length; i++)
        {
            var rank = Doubled(ranks[i]);
            for (var count = Math.Min(i + 1, taken); count >= 1; count--)
            {
                var length = Math.Min(reached, (count - 1) * highest) + 1;
                Add(ways[count].AsSpan(rank, length), ways[count - 1].AsSpan(0, length));
            }

            reached += rank;
        }

        return Tail(ways[taken], Doubled(sum), (double)taken * most / ranks.Length);
    }

    /// <summary>The probability of a sum of ranks with random signs, of which the positive ones make the sum.</summary>
    public static double SignedRank(ReadOnlySpan<double> ranks, double sum)
    {
        var most = 0;
        foreach (var rank in ranks)
        {
            most += Doubled(rank);
        }

        var ways = new double[most + 1];
        ways[0] = 1;
        var reached = 0;
        foreach (var given in ranks)
        {
            var rank = Doubled(given);
            for (var at = reached; at >= 0; at--)
            {
                ways[at + rank] += ways[at];
            }

            reached += rank;
        }

        return Tail(ways, Doubled(sum), most / 2.0);
    }

    private static void Add(Span<double> to, ReadOnlySpan<double> from)
    {
        var at = 0;
        for (; at + Vector<double>.Count <= from.Length; at += Vector<double>.Count)
        {
            (new Vector<double>(to[at..]) + new Vector<double>(from[at..])).CopyTo(to[at..]);
        }

        for (; at < from.Length; at++)
        {
            to[at] += from[at];
        }
    }

    private static int Doubled(double rank) => (int)Math.Round(2 * rank);

    private static double Tail(double[] ways, int observed, double mean)
    {
        double all = 0, far = 0;
        var distance = Math.Abs(observed - mean) - 1e-9;
        for (var at = 0; at < ways.Length; at++)
        {
            all += ways[at];
            far += Math.Abs(at - mean) >= distance ? ways[at] : 0;
        }

        return Math.Min(1, far / all);
    }
}
