using StataRuns.StandIn.Graphs.Pages;

namespace StataRuns.StandIn.Graphs;

/// <summary>The graphs in memory by name, in the order they were made, and which of them is the current one.</summary>
internal sealed class GraphMemory
{
    public const string UsualName = "Graph";
    private readonly List<(string Name, Page Page)> _graphs = [];

    public IReadOnlyList<string> Names => [.. _graphs.Select(graph => graph.Name)];

    /// <summary>The graph that was drawn or displayed last; null if there is none, or it was dropped.</summary>
    public string? Current { get; private set; }

    public Page? Find(string name) => _graphs.Find(graph => graph.Name == name).Page;

    /// <summary>Puts a graph under its name; one of that name goes.</summary>
    public void Put(string name, Page page, bool isCurrent = true)
    {
        var at = _graphs.FindIndex(graph => graph.Name == name);
        if (at >= 0)
        {
            _graphs[at] = (name, page);
        }
        else
        {
            _graphs.Add((name, page));
        }

        Current = isCurrent ? name : Current;
    }

    public bool Display(string name)
    {
        var isThere = Find(name) is not null;
        Current = isThere ? name : Current;
        return isThere;
    }

    public bool Drop(string name)
    {
        Current = Current == name ? null : Current;
        return _graphs.RemoveAll(graph => graph.Name == name) > 0;
    }

    public void Clear()
    {
        _graphs.Clear();
        Current = null;
    }

    public void Rename(string from, string to)
    {
        var at = _graphs.FindIndex(graph => graph.Name == from);
        _graphs[at] = (to, _graphs[at].Page);
        Current = Current == from ? to : Current;
    }

    /// <summary>No graph is on the screen any more; it stays in memory.</summary>
    public void Close() => Current = null;
}
