using StataRuns.StandIn.Data;

namespace StataRuns.StandIn.Commands.Variables;

/// <summary>The smallest type that holds numbers exactly.</summary>
internal static class SmallestType
{
    public static StorageType Of(ReadOnlySpan<double> values, bool allowsFloat = true)
    {
        var (least, most, isWhole, isFloat) = (0d, 0d, true, allowsFloat);
        foreach (var value in values)
        {
            if (!Missing.Is(value))
            {
                (least, most) = (Math.Min(least, value), Math.Max(most, value));
                isWhole &= value == Math.Truncate(value);
                isFloat &= StorageType.Float.Store(value) == value;
            }
        }

        var whole = isWhole ? StorageType.For(least, most) : StorageType.Double;
        return whole.Kind != StorageKind.Double ? whole : isFloat ? StorageType.Float : StorageType.Double;
    }
}
