using StataRuns.StandIn.Lexing;

namespace StataRuns.StandIn.Data;

/// <summary>The data in memory: variables in order, and how many observations they have.</summary>
internal sealed partial class Dataset
{
    public const int MostObservations = 100_000_000;
    private Content _content = new();

    public List<Variable> Variables => _content.Variables;

    public int Observations => _content.Observations;

    public string Label
    {
        get => _content.Label;
        set => _content.Label = value;
    }

    /// <summary>The names that <c>sort</c> last ordered by; empty once that may have changed.</summary>
    public List<string> SortedBy => _content.SortedBy;

    public Characteristics Characteristics => _content.Characteristics;

    public Dictionary<string, SortedDictionary<double, string>> ValueLabels => _content.ValueLabels;

    /// <summary>Where the data were read from or saved to last, and when they were saved.</summary>
    public string FileName
    {
        get => _content.FileName;
        set => _content.FileName = value;
    }

    public string FileDate
    {
        get => _content.FileDate;
        set => _content.FileDate = value;
    }

    /// <summary>Something would be lost if the data went.</summary>
    public bool IsChanged
    {
        get => _content.IsChanged;
        set => _content.IsChanged = value;
    }

    /// <summary>What <c>e(sample)</c> tells: 1 for the observations of the last estimation. It goes where the observations go.</summary>
    public Variable? Sample => _content.Sample;

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

    public Variable? Exact(string name) => _content.ByName.GetValueOrDefault(name);

    /// <summary>A variable by its name or an abbreviation that only one has.</summary>
    public Variable? Find(string name)
    {
        if (Exact(name) is { } exact)
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
        _content.Sample = null;
        if (observations is null)
        {
            return;
        }

        var sample = new Variable("_est", new StorageType(StorageKind.Byte), Observations);
        foreach (var at in observations)
        {
            sample.Set(at, 1);
        }

        _content.Sample = sample;
    }

    public Variable Add(string name, StorageType type)
    {
        CheckNew(name);
        var variable = new Variable(name, type, Observations);
        Append(variable);
        return variable;
    }

    /// <summary>Takes in a variable that has as many observations as the data.</summary>
    public void Append(Variable variable)
    {
        Variables.Add(variable);
        _content.ByName.Add(variable.Name, variable);
        IsChanged = true;
    }

    /// <summary>Puts a variable in the place of another, under the other's name.</summary>
    public void Replace(Variable old, Variable with)
    {
        with.Name = old.Name;
        Variables[Variables.IndexOf(old)] = with;
        _content.ByName[old.Name] = with;
        Unsort(old.Name);
        IsChanged = true;
    }

    public void Remove(Variable variable)
    {
        Variables.Remove(variable);
        Forget(variable);
        if (Variables.Count == 0)
        {
            SetObservations(0);
        }
    }

    /// <summary>Keeps some of the variables.</summary>
    public void Keep(IReadOnlySet<Variable> kept)
    {
        foreach (var variable in Variables.Where(variable => !kept.Contains(variable)))
        {
            Forget(variable);
        }

        Variables.RemoveAll(variable => !kept.Contains(variable));
        if (Variables.Count == 0)
        {
            SetObservations(0);
        }
    }

    private void Forget(Variable variable)
    {
        _content.ByName.Remove(variable.Name);
        Characteristics.Remove(variable.Name);
        Unsort(variable.Name);
        IsChanged = true;
    }

    public void Rename(Variable variable, string name)
    {
        CheckNew(name);
        var sorted = SortedBy.IndexOf(variable.Name);
        if (sorted >= 0)
        {
            SortedBy[sorted] = name;
        }

        _content.ByName.Remove(variable.Name);
        Characteristics.Rename(variable.Name, name);
        variable.Name = name;
        _content.ByName.Add(name, variable);
        IsChanged = true;
    }

    /// <summary>Gives variables the names of others too: all are taken away before one is given.</summary>
    public void Rename(IReadOnlyDictionary<Variable, string> names)
    {
        var steps = names.Keys.Select((variable, index) => (variable, Between: $"__{index}_renamed")).ToList();
        steps.ForEach(step => Rename(step.variable, step.Between));
        steps.ForEach(step => Rename(step.variable, names[step.variable]));
    }

    /// <summary>A variable's values have changed: the data are sorted by what stands before it at most.</summary>
    public void Unsort(string name)
    {
        if (SortedBy.IndexOf(name) is >= 0 and var index)
        {
            SortedBy.RemoveRange(index, SortedBy.Count - index);
        }
    }

    public void Clear()
    {
        _content = new Content();
        ResetGroup();
    }

    public void SetObservations(int observations)
    {
        foreach (var variable in Variables)
        {
            variable.Resize(observations, Math.Min(Observations, observations));
        }

        Sample?.Resize(observations, Math.Min(Observations, observations));
        if (observations > Observations)
        {
            SortedBy.Clear();
        }

        _content.Observations = observations;
        IsChanged = true;
        ResetGroup();
    }

    /// <summary>Says how many observations the variables have been filled with.</summary>
    public void DeclareObservations(int observations)
    {
        _content.Observations = observations;
        ResetGroup();
    }

    /// <summary>Expressions see all observations again, not a group of them.</summary>
    public void ResetGroup()
    {
        First = 0;
        Count = Observations;
    }

    /// <summary>Keeps the observations given, in that order.</summary>
    public void Take(ReadOnlySpan<int> order)
    {
        foreach (var variable in Variables)
        {
            variable.Take(order);
        }

        Sample?.Take(order);

        _content.Observations = order.Length;
        IsChanged = true;
        ResetGroup();
    }

    public Dataset Copy()
    {
        var copy = new Dataset { _content = _content.Copy() };
        copy.ResetGroup();
        return copy;
    }

    /// <summary>Becomes what another is.</summary>
    public void Load(Dataset other)
    {
        _content = other._content.Copy();
        ResetGroup();
    }

    /// <summary>Each becomes what the other was; nothing is copied.</summary>
    public void Exchange(Dataset other)
    {
        (_content, other._content) = (other._content, _content);
        ResetGroup();
        other.ResetGroup();
    }

    private void CheckNew(string name)
    {
        if (!Names.IsName(name) || Names.IsReserved(name))
        {
            throw new StataError(198, $"{name} invalid name");
        }

        if (Exact(name) is not null)
        {
            throw new StataError(110, $"variable {name} already defined");
        }
    }
}
