using System.Text;

namespace StataRuns.StandIn.Data.Columns;

/// <summary>Texts of a width that all of them keep to.</summary>
internal sealed class TextColumn(int width) : Column
{
    private readonly TextValues _values = new();

    private TextColumn(int width, TextValues values)
        : this(width) => _values = values;

    public override int RowBytes => width;

    public override string Text(int observation) => _values.Items[observation];

    public override void Set(int observation, string value) => _values.Items[observation] = value;

    public override void Resize(int observations, int before) => _values.Resize(observations, before);

    public override Column Take(ReadOnlySpan<int> order) => new TextColumn(width, _values.Take(order));

    public override Column Copy(int observations) => new TextColumn(width, _values.Copy(observations));

    public override int Compare(int left, int right) => string.CompareOrdinal(_values.Items[left], _values.Items[right]);

    public override void FromRows(ReadOnlySpan<byte> rows, int offset, int stride, int first, int count, bool isSwapped)
    {
        var known = new TextCache();
        for (var i = 0; i < count; i++)
        {
            var cell = rows.Slice((i * stride) + offset, width);
            var end = cell.IndexOf((byte)0);
            _values.Items[first + i] = known.Get(end < 0 ? cell : cell[..end]);
        }
    }

    public override void ToRows(Span<byte> rows, int offset, int stride, int first, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var cell = rows.Slice((i * stride) + offset, width);
            var text = _values.Items[first + i];
            var written = Encoding.Latin1.GetBytes(text.AsSpan(0, Math.Min(text.Length, width)), cell);
            cell[written..].Clear();
        }
    }
}
