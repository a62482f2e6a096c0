using StataRuns.StandIn.Expressions;

namespace StataRuns.StandIn.Programs;

/// <summary>What a command left in <c>r()</c>, <c>e()</c> or <c>s()</c>, in the order of storing.</summary>
internal sealed class Results
{
    private readonly List<(string Name, Value Value)> _items = [];

    public IEnumerable<(string Name, double Value)> Scalars => _items.Where(item => item.Value.Text is null).Select(item => (item.Name, item.Value.Number));

    public IEnumerable<(string Name, string Value)> Macros => _items.Where(item => item.Value.Text is not null).Select(item => (item.Name, item.Value.Text!));

    public Value? Get(string name)
    {
        foreach (var item in _items)
        {
            if (item.Name == name)
            {
                return item.Value;
            }
        }

        return null;
    }

    public void Set(string name, double value) => Set(name, Value.Of(value));

    public void Set(string name, string value)
    {
        if (value.Length == 0)
        {
            Remove(name);
        }
        else
        {
            Set(name, Value.Of(value));
        }
    }

    public void Set(string name, Value value)
    {
        var index = _items.FindIndex(item => item.Name == name);
        if (index < 0)
        {
            _items.Add((name, value));
        }
        else
        {
            _items[index] = (name, value);
        }
    }

    public void Remove(string name) => _items.RemoveAll(item => item.Name == name);

    public void Clear() => _items.Clear();

    public Results Copy()
    {
        var copy = new Results();
        copy._items.AddRange(_items);
        return copy;
    }
}
