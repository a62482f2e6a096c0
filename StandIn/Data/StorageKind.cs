namespace StataRuns.StandIn.Data;

/// <summary>In the order of growing range.</summary>
internal enum StorageKind
{
    Byte,
    Int,
    Long,
    Float,
    Double,
    Text,
    LongText,
}
