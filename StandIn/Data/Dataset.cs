using StataRuns.StandIn.Lexing;

namespace StataRuns.StandIn.Data;

/// <summary>The data in memory: variables in order, and how many observations they have.</summary>
internal sealed class Dataset
{
    public const int MostObservations = 100_000_000;
    private readonly Dictionary<string, Variable> _byName = new(StringComparer.Ordinal);

    public List<Variable> Variables { get; } = [];

    public int Observations { get; private set; }

    public string Label { get; set; } = "";

    /// <summary>The names that <c>sort</c> last ordered by; empty once that may have changed.</summary>
    public List<string> SortedBy { get; } = [];

    /// <summary>What <c>e(sample)</c> tells: 1 for the observations of the last estimation. It goes where the observations go.</summary>
    public Variable? Sample { get; private set; }

    /// <summary>The first observation of the group that <c>by</c> is at, and how many it has.</summary>
    public int First { get; set; }

    public int Count { get; set; }

    /// <summary>The groups of <c>by</c> for commands that go through them themselves; null without <c>by</c>.</summary>
    public IReadOnlyList<(int First, int Count)>? Groups { get; set; }

    /// <summary>Runs something for each group, or once for all observations.</summary>
    public void ForEachGroup(Action run)
    {
        if (Groups is not { } groups)
        {
            run();
            return;
        }

        foreach (var (first, count) in groups)
        {
            (First, Count) = (first, count);
            run();
        }

        ResetGroup();
    }

    public Variable? Exact(string name) => _byName.GetValueOrDefault(name);

    /// <summary>A variable by its name or an abbreviation that only one has.</summary>
    public Variable? Find(string name)
    {
        if (_byName.TryGetValue(name, out var exact))
        {
            return exact;
        }

        Variable? found = null;
        foreach (var variable in Variables)
        {
            if (variable.Name.StartsWith(name, StringComparison.Ordinal))
            {
                if (found is not null)
                {
                    throw new StataError(111, $"{name} ambiguous abbreviation");
                }

                found = variable;
            }
        }

        return found;
    }

    public void SetSample(IEnumerable<int>? observations)
    {
        Sample = null;
        if (observations is null)
        {
            return;
        }

        Sample = new Variable("_est", new StorageType(StorageKind.Byte), Observations);
        foreach (var at in observations)
        {
            Sample.Set(at, 1);
        }
    }

    public Variable Add(string name, StorageType type)
    {
        if (!Names.IsName(name) || Names.IsReserved(name))
        {
            throw new StataError(198, $"{name} invalid name");
        }

        if (_byName.ContainsKey(name))
        {
            throw new StataError(110, $"variable {name} already defined");
        }

        var variable = new Variable(name, type, Observations);
        Variables.Add(variable);
        _byName.Add(name, variable);
        return variable;
    }

    public void Remove(Variable variable)
    {
        Variables.Remove(variable);
        _byName.Remove(variable.Name);
        SortedBy.Remove(variable.Name);
        if (Variables.Count == 0)
        {
            SetObservations(0);
        }
    }

    public void Rename(Variable variable, string name)
    {
        if (!Names.IsName(name) || Names.IsReserved(name))
        {
            throw new StataError(198, $"{name} invalid name");
        }

        if (_byName.ContainsKey(name))
        {
            throw new StataError(110, $"variable {name} already defined");
        }

        _byName.Remove(variable.Name);
        variable.Name = name;
        _byName.Add(name, variable);
    }

    public void Clear()
    {
        Variables.Clear();
        _byName.Clear();
        SortedBy.Clear();
        Sample = null;
        Label = "";
        SetObservations(0);
    }

    public void SetObservations(int observations)
    {
        foreach (var variable in Variables)
        {
            variable.Resize(observations, Math.Min(Observations, observations));
        }

        Sample?.Resize(observations, Math.Min(Observations, observations));

        Observations = observations;
        ResetGroup();
    }

    /// <summary>Expressions see all observations again, not a group of them.</summary>
    public void ResetGroup()
    {
        First = 0;
        Count = Observations;
    }

    /// <summary>Keeps the observations given, in that order.</summary>
    public void Take(int[] order)
    {
        foreach (var variable in Variables)
        {
            variable.Take(order);
        }

        Sample?.Take(order);

        Observations = order.Length;
        ResetGroup();
    }

    public Dataset Copy()
    {
        var copy = new Dataset { Label = Label };
        copy.Load(this);
        return copy;
    }

    /// <summary>Becomes what another is.</summary>
    public void Load(Dataset other)
    {
        Clear();
        Label = other.Label;
        Observations = other.Observations;
        foreach (var variable in other.Variables)
        {
            var copied = variable.Copy(other.Observations);
            Variables.Add(copied);
            _byName.Add(copied.Name, copied);
        }

        Sample = other.Sample?.Copy(other.Observations);
        SortedBy.AddRange(other.SortedBy);
        ResetGroup();
    }
}
