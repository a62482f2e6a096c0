using StataRuns.StandIn.Matrices;

namespace StataRuns.StandIn.Commands.Estimation;

/// <summary>A coefficient and all that stands in its line.</summary>
internal sealed record CoefficientRow(
    Stripe Stripe, double Coefficient, double StandardError, double Statistic, double Probability, double Low, double High, CoefficientState State);
