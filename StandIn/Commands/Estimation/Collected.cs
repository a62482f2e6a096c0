using StataRuns.StandIn.Matrices;

namespace StataRuns.StandIn.Commands.Estimation;

/// <summary>A statistic that replications collect.</summary>
/// <param name="Name">Of its variable where the results are kept.</param>
/// <param name="Stripe">Of its column in <c>e(b)</c>.</param>
internal sealed record Collected(string Name, Stripe Stripe, string Expression);
