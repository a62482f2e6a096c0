namespace StataRuns.StandIn.Data.Columns;

/// <summary>The values of a variable, one for each observation, in the storage type's own layout.</summary>
internal abstract class Column
{
    /// <summary>In the order that says how an observation that isn't there reads: as a missing value.</summary>
    public const int NoObservation = -1;

    /// <summary>Bytes that a value takes in a row of a file.</summary>
    public abstract int RowBytes { get; }

    public virtual double Number(int observation) => throw StataError.TypeMismatch();

    public virtual string Text(int observation) => throw StataError.TypeMismatch();

    public virtual void Set(int observation, double value) => throw StataError.TypeMismatch();

    public virtual void Set(int observation, string value) => throw StataError.TypeMismatch();

    /// <summary>New observations are missing.</summary>
    public abstract void Resize(int observations, int before);

    /// <summary>The observations in another order, or some of them; <see cref="NoObservation"/> becomes a missing value.</summary>
    public abstract Column Take(ReadOnlySpan<int> order);

    public abstract Column Copy(int observations);

    public abstract int Compare(int left, int right);

    /// <summary>Reads the column out of whole rows.</summary>
    /// <param name="stride">From a row to the next.</param>
    /// <param name="isSwapped">The bytes of a number stand in the other order.</param>
    public abstract void FromRows(ReadOnlySpan<byte> rows, int offset, int stride, int first, int count, bool isSwapped);

    /// <summary>Writes the column into whole rows.</summary>
    public abstract void ToRows(Span<byte> rows, int offset, int stride, int first, int count);

    public static Column For(StorageType type, int observations)
    {
        Column column = type.Kind switch
        {
            StorageKind.Byte => new NumberColumn<sbyte, ByteCode>(),
            StorageKind.Int => new NumberColumn<short, IntCode>(),
            StorageKind.Long => new NumberColumn<int, LongCode>(),
            StorageKind.Float => new NumberColumn<float, FloatCode>(),
            StorageKind.Double => new NumberColumn<double, DoubleCode>(),
            StorageKind.LongText => new LongTextColumn(),
            _ => new TextColumn(Math.Max(1, type.Width)),
        };
        column.Resize(observations, 0);
        return column;
    }
}
