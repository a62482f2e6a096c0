namespace StataRuns.StandIn.Data;

/// <summary>Named texts that belong to a variable or to the data as a whole; notes and time settings are kept in them, as in a file.</summary>
internal sealed class Characteristics
{
    /// <summary>The data as a whole.</summary>
    public const string Data = "_dta";

    private readonly Dictionary<string, List<KeyValuePair<string, string>>> _byOwner = new(StringComparer.Ordinal);

    public IEnumerable<(string Owner, string Name, string Text)> All =>
        _byOwner.SelectMany(owner => owner.Value.Select(item => (owner.Key, item.Key, item.Value)));

    public IEnumerable<KeyValuePair<string, string>> Of(string owner) => _byOwner.TryGetValue(owner, out var items) ? items : [];

    public string Get(string owner, string name) => Of(owner).FirstOrDefault(item => item.Key == name).Value ?? "";

    /// <summary>An empty text takes it away.</summary>
    public void Set(string owner, string name, string text)
    {
        if (!_byOwner.TryGetValue(owner, out var items))
        {
            _byOwner.Add(owner, items = []);
        }

        var index = items.FindIndex(item => item.Key == name);
        if (text.Length == 0)
        {
            items.RemoveAll(item => item.Key == name);
        }
        else if (index < 0)
        {
            items.Add(new(name, text));
        }
        else
        {
            items[index] = new(name, text);
        }
    }

    public void Remove(string owner) => _byOwner.Remove(owner);

    public void Rename(string owner, string to)
    {
        if (_byOwner.Remove(owner, out var items))
        {
            _byOwner[to] = items;
        }
    }

    public Characteristics Copy()
    {
        var copy = new Characteristics();
        foreach (var (owner, items) in _byOwner)
        {
            copy._byOwner.Add(owner, [.. items]);
        }

        return copy;
    }
}
