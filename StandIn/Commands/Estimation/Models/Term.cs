namespace StataRuns.StandIn.Commands.Estimation.Models;

/// <summary>A variable, or an interaction of several.</summary>
internal sealed record Term(Factor[] Factors)
{
    /// <summary>The same for terms that differ only in the order of their factors.</summary>
    public string Key => KeyOf(Factors);

    public bool IsPlain => Factors is [{ IsContinuous: true }];

    public static string KeyOf(IEnumerable<Factor> factors) => string.Join('#', factors.Select(factor => factor.Key).Order(StringComparer.Ordinal));
}
