using System.Globalization;

namespace StataRuns.StandIn.Matrices;

/// <summary>Why a coefficient in <c>e(b)</c> was not estimated.</summary>
internal enum CoefficientState
{
    Estimated,
    Base,
    Empty,
    Omitted,
}

/// <summary>
/// Coefficients' names such as <c>1b.rep78#c.mpg</c>. The letters behind a level tell its state: <c>b</c> a base, <c>bn</c> no base though
/// the first, <c>o</c> omitted, <c>e</c> an empty cell.
/// </summary>
internal static class FactorNames
{
    /// <summary>Whether two names differ only in marks of state and in order.</summary>
    public static bool AreSame(string one, string other) =>
        string.Equals(one, other, StringComparison.Ordinal)
        || ((IsFactor(one) || IsFactor(other)) && string.Equals(Plain(one), Plain(other), StringComparison.Ordinal));

    /// <summary>Whether a name is one of those that a term stands for: <c>i.g</c> for all levels of g, <c>i.g#c.x</c> for all their products.</summary>
    public static bool StandsFor(string term, string name)
    {
        if (AreSame(term, name))
        {
            return true;
        }

        var left = name.Split('#').Select(Part).ToList();
        foreach (var part in term.Split('#').Select(Part))
        {
            var isAnyLevel = part.Level is null && part.Marks.StartsWith('i');
            var at = left.FindIndex(other => other.Variable == part.Variable && (isAnyLevel ? other.Level is not null : other.Level == part.Level));
            if (at < 0)
            {
                return false;
            }

            left.RemoveAt(at);
        }

        return left.Count == 0;
    }

    public static bool IsFactor(string name) => name.AsSpan().ContainsAny('.', '#');

    /// <summary>Without marks, its parts in order: <c>1b.rep78</c> is <c>1.rep78</c>, <c>o.x</c> is <c>x</c>.</summary>
    public static string Plain(string name)
    {
        if (!IsFactor(name))
        {
            return name;
        }

        string[] parts = [.. name.Split('#').Select(part => Part(part).Plain(name.Contains('#', StringComparison.Ordinal)))];
        Array.Sort(parts, StringComparer.Ordinal);
        return string.Join('#', parts);
    }

    public static CoefficientState State(string name)
    {
        if (!IsFactor(name))
        {
            return CoefficientState.Estimated;
        }

        FactorPart[] parts = [.. name.Split('#').Select(Part)];
        if (Array.Exists(parts, part => part.Has('e')))
        {
            return CoefficientState.Empty;
        }

        if (Array.Exists(parts, part => part.Has('o')))
        {
            return Array.Exists(parts, part => part.IsBase) ? CoefficientState.Base : CoefficientState.Omitted;
        }

        return Array.TrueForAll(parts, part => part.IsBase) ? CoefficientState.Base : CoefficientState.Estimated;
    }

    /// <summary>The name of a coefficient that turned out to be determined by others.</summary>
    public static string Omitted(string name) => Marked(name, 'o');

    public static string Marked(string name, char mark) => !IsFactor(name)
        ? $"{mark}.{name}"
        : string.Join('#', name.Split('#').Select(part => Part(part) is var read && read.Level is { } level
            ? string.Create(CultureInfo.InvariantCulture, $"{level}{mark}.{read.Variable}")
            : $"{(name.Contains('#', StringComparison.Ordinal) ? "c" : "")}{mark}.{read.Variable}"));

    public static FactorPart Part(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point < 0)
        {
            return new FactorPart(null, "", text);
        }

        var digits = 0;
        while (digits < point && char.IsAsciiDigit(text[digits]))
        {
            digits++;
        }

        int? level = digits > 0 && int.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return new FactorPart(level, text[digits..point], text[(point + 1)..]);
    }
}
