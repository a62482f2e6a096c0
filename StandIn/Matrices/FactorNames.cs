namespace StataRuns.StandIn.Matrices;

/// <summary>Names such as <c>1b.rep78#c.mpg</c>: which of them mean the same coefficient.</summary>
internal static class FactorNames
{
    /// <summary>Whether two names differ only in marks of base, omission and order.</summary>
    public static bool AreSame(string one, string other)
    {
        if (string.Equals(one, other, StringComparison.Ordinal))
        {
            return true;
        }

        return IsFactor(one) && IsFactor(other) && string.Equals(Plain(one), Plain(other), StringComparison.Ordinal)
            || IsFactor(one) != IsFactor(other) && string.Equals(Plain(one), Plain(other), StringComparison.Ordinal);
    }

    public static bool IsFactor(string name) => name.AsSpan().ContainsAny('.', '#');

    /// <summary>Without marks, its parts in order: <c>1b.rep78</c> is <c>1.rep78</c>, <c>o.x</c> is <c>x</c>.</summary>
    public static string Plain(string name)
    {
        if (!IsFactor(name))
        {
            return name;
        }

        string[] parts = [.. name.Split('#').Select(PlainPart)];
        Array.Sort(parts, StringComparer.Ordinal);
        return string.Join('#', parts);
    }

    /// <summary>Whether the name says that its coefficient was left out: as base, for collinearity or for want of observations.</summary>
    public static bool IsOmitted(string name) => IsFactor(name) && Array.Exists(name.Split('#'), part => Marks(part).AsSpan().ContainsAny('o', 'e'));

    /// <summary>A base level, by itself or in an interaction that holds one.</summary>
    public static bool IsBase(string name) => IsFactor(name) && !IsOmitted(name) && Array.Exists(name.Split('#'), part => Marks(part).Contains('b', StringComparison.Ordinal));

    public static bool IsEmpty(string name) => IsFactor(name) && Array.Exists(name.Split('#'), part => Marks(part).Contains('e', StringComparison.Ordinal));

    /// <summary>A coefficient that was not estimated.</summary>
    public static bool IsFixed(string name) => IsFactor(name) && Array.Exists(name.Split('#'), part => Marks(part).AsSpan().ContainsAny('o', 'e', 'b'));

    /// <summary>The letters between a level and its point: of <c>1bn.x</c> they are <c>bn</c>, of <c>o.x</c> <c>o</c>.</summary>
    private static string Marks(string part)
    {
        var point = part.IndexOf('.', StringComparison.Ordinal);
        return point < 0 ? "" : part[..point].TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
    }

    private static string PlainPart(string part)
    {
        var point = part.IndexOf('.', StringComparison.Ordinal);
        if (point < 0)
        {
            return part;
        }

        var level = part[..point];
        var end = 0;
        while (end < level.Length && char.IsAsciiDigit(level[end]))
        {
            end++;
        }

        return end == 0 ? part[(point + 1)..] : string.Concat(level.AsSpan(0, end), part.AsSpan(point));
    }
}
