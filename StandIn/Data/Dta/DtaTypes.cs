namespace StataRuns.StandIn.Data.Dta;

/// <summary>The numbers that stand for storage types in a file.</summary>
internal static class DtaTypes
{
    private const int LongText = 32_768;
    private const int Double = 65_526;
    private const int Float = 65_527;
    private const int Long = 65_528;
    private const int Int = 65_529;
    private const int Byte = 65_530;

    public static StorageType? Read(int code) => code switch
    {
        >= 1 and <= StorageType.LongestText => new StorageType(StorageKind.Text, code),
        LongText => new StorageType(StorageKind.LongText),
        Double => StorageType.Double,
        Float => StorageType.Float,
        Long => new StorageType(StorageKind.Long),
        Int => new StorageType(StorageKind.Int),
        Byte => new StorageType(StorageKind.Byte),
        _ => null,
    };

    public static int Write(StorageType type) => type.Kind switch
    {
        StorageKind.Byte => Byte,
        StorageKind.Int => Int,
        StorageKind.Long => Long,
        StorageKind.Float => Float,
        StorageKind.Double => Double,
        StorageKind.LongText => LongText,
        _ => Math.Max(1, type.Width),
    };
}
