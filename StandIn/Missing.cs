namespace StataRuns.StandIn;

/// <summary>
/// The 27 missing values, <c>.</c> and <c>.a</c> to <c>.z</c>, as doubles above every number: so that comparison and sorting order them
/// as Stata's language defines (numbers &lt; . &lt; .a &lt; … &lt; .z) with no special case.
/// </summary>
internal static class Missing
{
    private const long FirstBits = 0x7FE0_0000_0000_0000; // 2^1023
    private const long Step = 0x0000_0100_0000_0000;

    /// <summary>The system missing value, <c>.</c></summary>
    public static readonly double System = BitConverter.Int64BitsToDouble(FirstBits);

    public static bool Is(double value) => !(value < System);

    /// <summary><c>.a</c> is 1, <c>.z</c> is 26, <c>.</c> is 0.</summary>
    public static double Extended(int letter) => BitConverter.Int64BitsToDouble(FirstBits + (letter * Step));

    /// <summary>What arithmetic on IEEE doubles made: infinities and NaN are missing, overflow too.</summary>
    public static double Normalize(double value) => double.IsFinite(value) && Math.Abs(value) < System ? value : System;

    public static string Text(double value)
    {
        var letter = (BitConverter.DoubleToInt64Bits(value) - FirstBits) / Step;
        return letter is >= 1 and <= 26 ? $".{(char)('a' + letter - 1)}" : ".";
    }
}
