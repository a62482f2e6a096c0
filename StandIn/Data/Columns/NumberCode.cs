namespace StataRuns.StandIn.Data.Columns;

/// <summary>How a storage type keeps numbers and the 27 missing values: in memory as in a file ([P] file formats .dta).</summary>
internal interface INumberCode<T>
    where T : unmanaged
{
    static abstract double Read(T stored);

    /// <summary>What doesn't fit is missing.</summary>
    static abstract T Write(double value);
}

/// <summary>Whole numbers keep missing values above their largest.</summary>
internal readonly struct ByteCode : INumberCode<sbyte>
{
    private const sbyte Largest = 100;

    public static double Read(sbyte stored) => stored <= Largest ? stored : Missing.Extended(stored - Largest - 1);

    public static sbyte Write(double value) =>
        value is >= -127 and < Largest + 1 ? (sbyte)value : (sbyte)(Largest + 1 + Missing.Letter(value));
}

internal readonly struct IntCode : INumberCode<short>
{
    private const short Largest = 32_740;

    public static double Read(short stored) => stored <= Largest ? stored : Missing.Extended(stored - Largest - 1);

    public static short Write(double value) =>
        value is >= -32_767 and < Largest + 1 ? (short)value : (short)(Largest + 1 + Missing.Letter(value));
}

internal readonly struct LongCode : INumberCode<int>
{
    private const int Largest = 2_147_483_620;

    public static double Read(int stored) => stored <= Largest ? stored : Missing.Extended(stored - Largest - 1);

    public static int Write(double value) =>
        value is >= -2_147_483_647d and < Largest + 1d ? (int)value : Largest + 1 + Missing.Letter(value);
}

/// <summary>Single precision keeps missing values from 2^127 up.</summary>
internal readonly struct FloatCode : INumberCode<float>
{
    private const int FirstBits = 0x7F00_0000;
    private const int Step = 0x800;
    private static readonly float First = BitConverter.Int32BitsToSingle(FirstBits);

    public static double Read(float stored)
    {
        if (stored < First && stored >= float.MinValue)
        {
            return stored;
        }

        var letter = (BitConverter.SingleToInt32Bits(stored) - FirstBits) / Step;
        return Missing.Extended(letter is >= 0 and <= Missing.Letters ? letter : 0);
    }

    public static float Write(double value)
    {
        var stored = (float)value;
        return stored < First && stored > -First ? stored : BitConverter.Int32BitsToSingle(FirstBits + (Missing.Letter(value) * Step));
    }
}

internal readonly struct DoubleCode : INumberCode<double>
{
    public static double Read(double stored) => stored < Missing.System && stored >= double.MinValue ? stored : Missing.Extended(Missing.Letter(stored));

    public static double Write(double value) => value;
}
