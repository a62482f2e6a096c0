namespace StataRuns.StandIn.Statistics;

/// <summary>The last estimates: what <c>_b[]</c>, <c>_se[]</c> and <c>e(sample)</c> stand for.</summary>
internal sealed record Estimates(List<string> Names, double[] Coefficients, double[] StandardErrors, bool[]? Sample);
