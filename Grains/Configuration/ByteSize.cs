using System.Globalization;

namespace StataRuns.Configuration;

/// <summary>
/// Sizes as people write them: bytes, or <c>512MiB</c>, <c>1GiB</c>. Powers of 1024 only: "MB" means two things, and a limit
/// must mean one.
/// </summary>
internal static class ByteSize
{
    /// <summary>What is allowed, in words.</summary>
    public const string Allowed = "a number of bytes or a size such as 64KiB, 512MiB, 1GiB";

    private static readonly (string Unit, int Shift)[] Units = [("TiB", 40), ("GiB", 30), ("MiB", 20), ("KiB", 10)];

    /// <summary>Reads a size of at least one byte.</summary>
    public static bool TryParse(string? text, out long bytes)
    {
        bytes = 0;
        var digits = text.AsSpan().Trim();
        var shift = 0;
        foreach (var (unit, power) in Units)
        {
            if (digits.EndsWith(unit, StringComparison.OrdinalIgnoreCase))
            {
                digits = digits[..^unit.Length].TrimEnd();
                shift = power;
                break;
            }
        }

        if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number > long.MaxValue >> shift)
        {
            return false;
        }

        var exact = number * (1L << shift);
        bytes = (long)exact;
        return bytes >= 1 && (shift > 0 || exact == bytes);
    }

    /// <summary>Writes a size so that <see cref="TryParse"/> reads the same again, in the largest unit that is exact.</summary>
    public static string Format(long bytes)
    {
        foreach (var (unit, shift) in Units)
        {
            if (bytes > 0 && bytes % (1L << shift) == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{bytes >> shift}{unit}");
            }
        }

        return bytes.ToString(CultureInfo.InvariantCulture);
    }
}
