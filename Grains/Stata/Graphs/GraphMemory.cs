using StataRuns.Runs;

namespace StataRuns.Stata;

/// <summary>Which graphs are in memory that were neither exported nor saved, and which of them were lost. What is not known is left out: a name with a macro in it, a captured command.</summary>
internal sealed class GraphMemory
{
    private const int MostNames = 100;

    private readonly Dictionary<string, GraphPlace> _drawn = new(StringComparer.Ordinal);

    public GraphMemory()
    {
    }

    public GraphMemory(GraphMemoryState state)
    {
        foreach (var graph in state.Drawn.Take(MostNames))
        {
            _drawn[graph.Name] = graph.Place;
        }

        (Current, Replaced, Gone, Loops) = (state.Current, [.. state.Replaced], [.. state.Gone], [.. state.Loops]);
        ReplacedCount = state.ReplacedCount;
    }

    /// <summary>The graph that was drawn or shown last; null where its name is not known.</summary>
    public string? Current { get; private set; }

    /// <summary>Where the graphs were drawn that had no name and were replaced, the first of them.</summary>
    public List<GraphPlace> Replaced { get; } = [];

    /// <summary>How many there were.</summary>
    public int ReplacedCount { get; private set; }

    /// <summary>The loops that draw one without a name each time round.</summary>
    public List<GraphPlace> Loops { get; } = [];

    /// <summary>Graphs that were dropped and not drawn again since.</summary>
    public List<DroppedGraph> Gone { get; } = [];

    public GraphMemoryState ToState() => new()
    {
        Drawn = [.. _drawn.Select(graph => new DrawnGraph(graph.Key, graph.Value))],
        Current = Current,
        Replaced = [.. Replaced],
        ReplacedCount = ReplacedCount,
        Loops = [.. Loops],
        Gone = [.. Gone],
    };

    /// <summary>A command has done what it does.</summary>
    public void Apply(GraphStep step)
    {
        var (effect, place, command) = step;
        switch (effect.Kind)
        {
            case GraphEffectKind.Draw:
                Draw(effect, place);
                break;
            case GraphEffectKind.Keep:
                Keep(effect.Name ?? Current);
                break;
            case GraphEffectKind.Show when effect.Name is not null && effect.IsCertain:
                Current = effect.Name;
                break;
            case GraphEffectKind.Drop when effect.IsCertain:
                Drop(effect.Name, place, command);
                break;
            default:
                break;
        }
    }

    /// <summary>
    /// A loop's lines, as they are executed once; lines in a branch of it may not be. How often it goes round is not known: what is certain is that each time
    /// replaces an unnamed graph that the time before left unsaved.
    /// </summary>
    public void ApplyLoop(IReadOnlyList<(GraphEffect Effect, bool IsInBranch)> body, GraphPlace place)
    {
        string? current = null;
        var (isUnsaved, isLost) = (false, false);
        foreach (var (effect, isInBranch) in body)
        {
            if (effect.Kind == GraphEffectKind.Draw)
            {
                current = effect.Name ?? GraphCommands.DefaultName;
                if (effect is { Name: null, IsCertain: true } && !isInBranch)
                {
                    isLost |= isUnsaved;
                    isUnsaved = !effect.IsSaved;
                }
            }

            isUnsaved &= effect.Kind is GraphEffectKind.Draw or GraphEffectKind.Show;

            // Whether the loop was entered at all is not known, so nothing is claimed any more of a graph that it does something to.
            Keep(effect.Name ?? current);
        }

        Current = null;
        if ((isLost || isUnsaved) && Loops.Count < GraphNotes.MostPlaces && !Loops.Contains(place))
        {
            Loops.Add(place);
        }
    }

    private void Draw(GraphEffect effect, GraphPlace place)
    {
        var name = effect.Name ?? GraphCommands.DefaultName;
        if (!RunGraph.IsName(name))
        {
            Current = null;
            return;
        }

        if (!effect.IsCertain)
        {
            // If it was drawn, it replaced one; it's not known.
            _drawn.Remove(name);
            Current = null;
            return;
        }

        if (_drawn.TryGetValue(name, out var before) && name == GraphCommands.DefaultName)
        {
            ReplacedCount++;
            if (Replaced.Count < GraphNotes.MostPlaces)
            {
                Replaced.Add(before);
            }
        }

        _drawn.Remove(name);
        Gone.RemoveAll(gone => gone.Name == name);
        Current = name;
        if (!effect.IsSaved && effect.Name != GraphCommands.DefaultName && _drawn.Count < MostNames)
        {
            _drawn[name] = place;
        }
    }

    private void Keep(string? name)
    {
        if (name is not null && RunGraph.IsName(name))
        {
            _drawn.Remove(name);
        }
        else
        {
            _drawn.Clear(); // which one it was is not known: then none is called lost
        }
    }

    private void Drop(string? names, GraphPlace place, string command)
    {
        var dropped = names?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var graph in _drawn.Keys.Where(graph => dropped is null || dropped.Contains(graph)).ToList())
        {
            _drawn.Remove(graph);
            if (Gone.Count < MostNames)
            {
                Gone.Add(new DroppedGraph(graph, place, command));
            }
        }
    }
}
