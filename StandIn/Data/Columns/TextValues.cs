namespace StataRuns.StandIn.Data.Columns;

/// <summary>Texts of a column; those of new observations are empty.</summary>
internal sealed class TextValues
{
    private string[] _items = [];

    public string[] Items => _items;

    public void Resize(int observations, int before)
    {
        if (observations > _items.Length)
        {
            Array.Resize(ref _items, observations);
        }

        if (observations > before)
        {
            Array.Fill(_items, "", before, observations - before);
        }
    }

    public TextValues Take(ReadOnlySpan<int> order)
    {
        var taken = new string[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            taken[i] = order[i] == Column.NoObservation ? "" : _items[order[i]];
        }

        return new TextValues { _items = taken };
    }

    public TextValues Copy(int observations) => new() { _items = _items[..observations] };
}
