using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StataRuns.StandIn.Data.Columns;

/// <summary>Numbers of one storage type.</summary>
internal sealed class NumberColumn<T, TCode> : Column
    where T : unmanaged
    where TCode : struct, INumberCode<T>
{
    private static readonly T Empty = TCode.Write(Missing.System);
    private T[] _values = [];

    public override int RowBytes => Unsafe.SizeOf<T>();

    public override double Number(int observation) => TCode.Read(_values[observation]);

    public override void Set(int observation, double value) => _values[observation] = TCode.Write(value);

    public override void Resize(int observations, int before)
    {
        if (observations > _values.Length)
        {
            Array.Resize(ref _values, observations);
        }

        if (observations > before)
        {
            Array.Fill(_values, Empty, before, observations - before);
        }
    }

    public override Column Take(ReadOnlySpan<int> order)
    {
        var taken = new T[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            taken[i] = order[i] == NoObservation ? Empty : _values[order[i]];
        }

        return new NumberColumn<T, TCode> { _values = taken };
    }

    public override Column Copy(int observations) => new NumberColumn<T, TCode> { _values = _values[..observations] };

    public override int Compare(int left, int right) => Number(left).CompareTo(Number(right));

    public override void FromRows(ReadOnlySpan<byte> rows, int offset, int stride, int first, int count, bool isSwapped)
    {
        for (var i = 0; i < count; i++)
        {
            var value = MemoryMarshal.Read<T>(rows[((i * stride) + offset)..]);
            _values[first + i] = isSwapped ? Swapped(value) : value;
        }
    }

    public override void ToRows(Span<byte> rows, int offset, int stride, int first, int count)
    {
        for (var i = 0; i < count; i++)
        {
            MemoryMarshal.Write(rows[((i * stride) + offset)..], _values[first + i]);
        }
    }

    private static T Swapped(T value)
    {
        var bytes = MemoryMarshal.AsBytes(new Span<T>(ref value));
        bytes.Reverse();
        return value;
    }
}
