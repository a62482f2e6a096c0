namespace StataRuns.StandIn;

/// <summary>
/// The 27 missing values, <c>.</c> and <c>.a</c> to <c>.z</c>, as doubles above every number: so that comparison and sorting order them
/// as Stata's language defines (numbers &lt; . &lt; .a &lt; … &lt; .z) with no special case.
/// </summary>
internal static class Missing
{
    /// <summary>How many extended missing values there are.</summary>
    public const int Letters = 26;

    private const long FirstBits = 0x7FE0_0000_0000_0000; // 2^1023
    private const long Step = 0x0000_0100_0000_0000;

    /// <summary>The system missing value, <c>.</c></summary>
    public static readonly double System = BitConverter.Int64BitsToDouble(FirstBits);

    public static bool Is(double value) => !(value < System);

    /// <summary><c>.a</c> is 1, <c>.z</c> is 26, <c>.</c> is 0.</summary>
    public static double Extended(int letter) => BitConverter.Int64BitsToDouble(FirstBits + (letter * Step));

    /// <summary>What arithmetic on IEEE doubles made: infinities and NaN are missing, overflow too.</summary>
    public static double Normalize(double value) => double.IsFinite(value) && Math.Abs(value) < System ? value : System;

    /// <summary>1 to 26 for <c>.a</c> to <c>.z</c>; 0 for <c>.</c> and for whatever else is no number.</summary>
    public static int Letter(double value)
    {
        var letter = (BitConverter.DoubleToInt64Bits(value) - FirstBits) / Step;
        return letter is >= 1 and <= Letters ? (int)letter : 0;
    }

    public static string Text(double value) => Letter(value) is > 0 and var letter ? $".{(char)('a' + letter - 1)}" : ".";
}
