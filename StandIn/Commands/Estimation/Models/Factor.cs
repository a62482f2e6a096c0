using StataRuns.StandIn.Data;

namespace StataRuns.StandIn.Commands.Estimation.Models;

/// <summary>Which level is left out: the lowest, unless a list says otherwise.</summary>
internal enum BaseRule
{
    Usual,
    Level,
    First,
    Last,
    Frequent,
    None,
}

/// <summary>A variable as it stands in a term: by its value (<c>c.</c>), or by its levels (<c>i.</c>).</summary>
/// <param name="Levels">The levels asked for; null for all.</param>
/// <param name="IsOmitted">Written with <c>o.</c>: there, but not estimated.</param>
internal sealed record Factor(Variable Variable, bool IsContinuous, int[]? Levels = null, BaseRule Rule = BaseRule.Usual, int Base = 0, bool IsOmitted = false)
{
    /// <summary>Two factors of the same kind and variable are the same for asking whether a term is there.</summary>
    public string Key => $"{(IsContinuous ? 'c' : 'i')}.{Variable.Name}";
}
