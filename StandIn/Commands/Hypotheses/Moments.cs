using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Hypotheses;

/// <summary>What tests of means and variances need to know of a group.</summary>
internal sealed record Moments(string Name, double Count, double Mean, double Deviation)
{
    public double Variance => Deviation * Deviation;

    public double StandardError => Missing.Normalize(Missing.Is(Deviation) ? Missing.System : Deviation / Math.Sqrt(Count));

    public static Moments Of(string name, Summary summary) => new(name, summary.Count, summary.Mean, summary.StandardDeviation);

    /// <summary>Both groups taken together.</summary>
    public static Moments Combined(Moments first, Moments second)
    {
        var count = first.Count + second.Count;
        var mean = ((first.Count * first.Mean) + (second.Count * second.Mean)) / count;
        double Squares(Moments group) => (group.Count > 1 ? (group.Count - 1) * group.Variance : 0) + (group.Count * (group.Mean - mean) * (group.Mean - mean));
        return new Moments("Combined", count, mean, Math.Sqrt((Squares(first) + Squares(second)) / (count - 1)));
    }
}
