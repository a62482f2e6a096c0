using System.Globalization;
using StataRuns.StandIn.Formats;

namespace StataRuns.StandIn.Data;

/// <summary>How a variable is stored: <c>byte</c>, <c>int</c>, <c>long</c>, <c>float</c>, <c>double</c>, <c>str#</c>, <c>strL</c>.</summary>
/// <param name="Width">Of a text; 0 for numbers.</param>
internal readonly record struct StorageType(StorageKind Kind, int Width = 0)
{
    public const int LongestText = 2045;

    public static readonly StorageType Float = new(StorageKind.Float);
    public static readonly StorageType Double = new(StorageKind.Double);

    public bool IsText => Kind is StorageKind.Text or StorageKind.LongText;

    public DisplayFormat UsualFormat => Kind switch
    {
        StorageKind.Byte or StorageKind.Int => DisplayFormat.Number('g', 8, 0),
        StorageKind.Long => DisplayFormat.Number('g', 12, 0),
        StorageKind.Float => DisplayFormat.Float,
        StorageKind.Double => DisplayFormat.Double,
        StorageKind.LongText => DisplayFormat.Text(9),
        _ => DisplayFormat.Text(Math.Max(Width, 9)),
    };

    public static StorageType? Parse(string word) => word switch
    {
        "byte" => new StorageType(StorageKind.Byte),
        "int" => new StorageType(StorageKind.Int),
        "long" => new StorageType(StorageKind.Long),
        "float" => Float,
        "double" => Double,
        "strL" => new StorageType(StorageKind.LongText),
        "str" => new StorageType(StorageKind.Text),
        _ when word.StartsWith("str", StringComparison.Ordinal)
            && int.TryParse(word.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var width) && width is > 0 and <= LongestText
            => new StorageType(StorageKind.Text, width),
        _ => null,
    };

    public override string ToString() => Kind switch
    {
        StorageKind.Byte => "byte",
        StorageKind.Int => "int",
        StorageKind.Long => "long",
        StorageKind.Float => "float",
        StorageKind.Double => "double",
        StorageKind.LongText => "strL",
        _ => string.Create(CultureInfo.InvariantCulture, $"str{Math.Max(1, Width)}"),
    };

    /// <summary>A number as it is after being stored: rounded to single precision, or cut to a whole number.</summary>
    public double Store(double value)
    {
        if (Missing.Is(value))
        {
            return value;
        }

        return Kind switch
        {
            StorageKind.Byte or StorageKind.Int or StorageKind.Long => Holds(value) ? Math.Truncate(value) : Missing.System,
            StorageKind.Float => Holds(value) ? (float)value : Missing.System,
            _ => value,
        };
    }

    /// <summary>Whether a number is in the type's range ([D] data types).</summary>
    public bool Holds(double value) => Missing.Is(value) || Kind switch
    {
        StorageKind.Byte => value is >= -127 and <= 100,
        StorageKind.Int => value is >= -32_767 and <= 32_740,
        StorageKind.Long => value is >= -2_147_483_647 and <= 2_147_483_620,
        StorageKind.Float => Math.Abs(value) <= 1.70141173319e38,
        _ => true,
    };

    /// <summary>The smallest type that holds what either holds; both are numbers or both are texts.</summary>
    public StorageType With(StorageType other)
    {
        if (IsText)
        {
            return Kind == StorageKind.LongText || other.Kind == StorageKind.LongText
                ? new StorageType(StorageKind.LongText)
                : new StorageType(StorageKind.Text, Math.Max(Width, other.Width));
        }

        var (small, large) = Kind < other.Kind ? (this, other) : (other, this);
        return small.Kind == StorageKind.Long && large.Kind == StorageKind.Float ? Double : large;
    }

    /// <summary>The smallest type for whole numbers that holds two of them, a type of fractions where that is none.</summary>
    public static StorageType For(double least, double most)
    {
        for (var kind = StorageKind.Byte; kind <= StorageKind.Long; kind++)
        {
            var type = new StorageType(kind);
            if (type.Holds(least) && type.Holds(most))
            {
                return type;
            }
        }

        return Double;
    }

    /// <summary>The type of texts that are so long at most.</summary>
    public static StorageType OfText(int longest) =>
        longest > LongestText ? new StorageType(StorageKind.LongText) : new StorageType(StorageKind.Text, Math.Max(1, longest));

    /// <summary>The smallest type that <c>replace</c> promotes to so that the number fits.</summary>
    public StorageType PromotedFor(double value)
    {
        if (Missing.Is(value) || Kind is StorageKind.Double)
        {
            return this;
        }

        var isWhole = value == Math.Truncate(value);
        if (Kind == StorageKind.Float)
        {
            return Holds(value) ? this : Double;
        }

        if (!isWhole)
        {
            return Kind == StorageKind.Long ? Double : Float;
        }

        for (var kind = Kind; kind <= StorageKind.Long; kind++)
        {
            if (new StorageType(kind).Holds(value))
            {
                return new StorageType(kind);
            }
        }

        return Double;
    }
}
