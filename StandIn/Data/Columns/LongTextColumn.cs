using System.Buffers.Binary;

namespace StataRuns.StandIn.Data.Columns;

/// <summary>Texts of any length; a row of a file holds a number only, and the text stands behind the data.</summary>
internal sealed class LongTextColumn : Column
{
    public const int ReferenceBytes = 8;
    private readonly TextValues _values = new();

    public LongTextColumn()
    {
    }

    private LongTextColumn(TextValues values) => _values = values;

    /// <summary>What the rows of a file refer to, until the texts are known.</summary>
    public ulong[] References { get; private set; } = [];

    public override int RowBytes => ReferenceBytes;

    public override string Text(int observation) => _values.Items[observation];

    public override void Set(int observation, string value) => _values.Items[observation] = value;

    public override void Resize(int observations, int before) => _values.Resize(observations, before);

    public override Column Take(ReadOnlySpan<int> order) => new LongTextColumn(_values.Take(order));

    public override Column Copy(int observations) => new LongTextColumn(_values.Copy(observations));

    public override int Compare(int left, int right) => string.CompareOrdinal(_values.Items[left], _values.Items[right]);

    public void PrepareReferences(int observations) => References = new ulong[observations];

    public void ForgetReferences() => References = [];

    public override void FromRows(ReadOnlySpan<byte> rows, int offset, int stride, int first, int count, bool isSwapped)
    {
        for (var i = 0; i < count; i++)
        {
            var cell = rows[((i * stride) + offset)..];
            References[first + i] = isSwapped ? BinaryPrimitives.ReadUInt64BigEndian(cell) : BinaryPrimitives.ReadUInt64LittleEndian(cell);
        }
    }

    public override void ToRows(Span<byte> rows, int offset, int stride, int first, int count)
    {
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(rows[((i * stride) + offset)..], References[first + i]);
        }
    }
}
