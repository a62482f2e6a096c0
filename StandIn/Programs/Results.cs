using StataRuns.StandIn.Expressions;
using StataRuns.StandIn.Matrices;

namespace StataRuns.StandIn.Programs;

/// <summary>What a command left in <c>r()</c>, <c>e()</c> or <c>s()</c>, in the order of storing.</summary>
internal sealed class Results
{
    private readonly List<(string Name, Value Value)> _items = [];
    private readonly List<(string Name, Lazy<Matrix> Value)> _matrices = [];

    public IEnumerable<(string Name, double Value)> Scalars => _items.Where(item => item.Value.Text is null).Select(item => (item.Name, item.Value.Number));

    public IEnumerable<(string Name, string Value)> Macros => _items.Where(item => item.Value.Text is not null).Select(item => (item.Name, item.Value.Text!));

    public IEnumerable<(string Name, Matrix Value)> Matrices => _matrices.Select(item => (item.Name, item.Value.Value));

    public bool HasMatrix(string name) => _matrices.Exists(item => item.Name == name);

    /// <summary>Null if there is none of that name.</summary>
    public Matrix? Matrix(string name)
    {
        foreach (var item in _matrices)
        {
            if (item.Name == name)
            {
                return item.Value.Value;
            }
        }

        return null;
    }

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

    public void Set(string name, Matrix value) => Set(name, new Lazy<Matrix>(value));

    /// <summary>A matrix that is made when somebody asks for it.</summary>
    public void Set(string name, Func<Matrix> value) => Set(name, new Lazy<Matrix>(value, isThreadSafe: false));

    private void Set(string name, Lazy<Matrix> value)
    {
        _items.RemoveAll(item => item.Name == name);
        var index = _matrices.FindIndex(item => item.Name == name);
        if (index < 0)
        {
            _matrices.Add((name, value));
        }
        else
        {
            _matrices[index] = (name, value);
        }
    }

    public void Set(string name, Value value)
    {
        _matrices.RemoveAll(item => item.Name == name);
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

    public void Remove(string name)
    {
        _items.RemoveAll(item => item.Name == name);
        _matrices.RemoveAll(item => item.Name == name);
    }

    public void Clear()
    {
        _items.Clear();
        _matrices.Clear();
    }

    public Results Copy()
    {
        var copy = new Results();
        copy._items.AddRange(_items);
        copy._matrices.AddRange(_matrices);
        return copy;
    }
}
