using System.Globalization;

namespace StataRuns.StandIn.Matrices;

/// <summary>A factor in a coefficient's name: <c>2o.rep78</c> is level 2, marks <c>o</c>; <c>c.mpg</c> has no level.</summary>
internal readonly record struct FactorPart(int? Level, string Marks, string Variable)
{
    public bool IsBase => Level is not null && Marks.Contains('b', StringComparison.Ordinal) && !Marks.Contains('n', StringComparison.Ordinal);

    public bool Has(char mark) => Marks.Contains(mark, StringComparison.Ordinal);

    public string Plain(bool isInteraction) => Level is { } level
        ? string.Create(CultureInfo.InvariantCulture, $"{level}.{Variable}")
        : isInteraction ? $"c.{Variable}" : Variable;
}
