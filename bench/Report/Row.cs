namespace StataRuns.Bench.Report;

/// <summary>A line of the results.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Figure">The figure with its unit.</param>
/// <param name="Goal">What was aimed at, and whether it was reached; null for a figure that others are held against.</param>
internal sealed record Row(string What, string Figure, Goal? Goal = null);

/// <summary>An aim.</summary>
/// <param name="Text">As it is said.</param>
/// <param name="IsMet">Whether this run reached it.</param>
internal sealed record Goal(string Text, bool IsMet)
{
    public static Goal AtMost(double limit, double figure, string unit) => new(FormattableString.Invariant($"≤ {limit:0.##} {unit}"), figure <= limit);

    public static Goal AtLeast(double limit, double figure, string unit) => new(FormattableString.Invariant($"≥ {limit:0.##} {unit}"), figure >= limit);
}
