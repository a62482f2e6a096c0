namespace StataRuns.StandIn.Commands;

/// <summary>The four kinds of weights ([U] 11.1.6).</summary>
internal enum WeightKind
{
    Frequency,
    Analytic,
    Sampling,
    Importance,
}
