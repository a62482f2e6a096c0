namespace StataRuns.Bench;

/// <summary>Where a set of figures lies.</summary>
internal sealed record Percentiles(int Count, double Median, double P99)
{
    public static Percentiles Of(IEnumerable<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        return sorted.Length == 0
            ? throw new ArgumentException("Nothing was measured.", nameof(figures))
            : new Percentiles(sorted.Length, Rank(sorted, 0.5), Rank(sorted, 0.99));
    }

    /// <summary>The nearest rank: always a figure that was measured.</summary>
    private static double Rank(double[] sorted, double part) => sorted[Math.Max(0, (int)Math.Ceiling(part * sorted.Length) - 1)];
}
