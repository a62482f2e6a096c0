namespace StataRuns.Stata;

/// <summary>A line of a do-file.</summary>
/// <param name="File">The do-file's name; null for the run's own.</param>
/// <param name="Line">Its line, from 1.</param>
public sealed record GraphPlace(string? File, int Line);

/// <summary>A graph in memory.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Place">Where it was drawn.</param>
public sealed record DrawnGraph(string Name, GraphPlace Place);

/// <summary>A graph that was dropped without having been exported or saved.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Place">Where it was dropped.</param>
/// <param name="Command">By which command.</param>
public sealed record DroppedGraph(string Name, GraphPlace Place, string Command);

/// <summary>All that <c>GraphMemory</c> knows.</summary>
public sealed record GraphMemoryState
{
    /// <summary>The graphs in memory that were neither exported nor saved.</summary>
    public IReadOnlyList<DrawnGraph> Drawn { get; init; } = [];

    /// <summary>The graph that was drawn or shown last.</summary>
    public string? Current { get; init; }

    /// <summary>Where unnamed graphs were drawn that were replaced.</summary>
    public IReadOnlyList<GraphPlace> Replaced { get; init; } = [];

    /// <summary>How many there were.</summary>
    public int ReplacedCount { get; init; }

    /// <summary>The loops that draw one each time round.</summary>
    public IReadOnlyList<GraphPlace> Loops { get; init; } = [];

    /// <summary>What was dropped.</summary>
    public IReadOnlyList<DroppedGraph> Gone { get; init; } = [];
}

/// <summary>All that <c>GraphFollower</c> knows.</summary>
public sealed record GraphFollowerState
{
    /// <summary>The graphs up to <see cref="Step"/>.</summary>
    public GraphMemoryState Memory { get; init; } = new();

    /// <summary>What the last command does that was reached, and may still fail; null if it does nothing.</summary>
    public GraphStep? Step { get; init; }
}

/// <summary>A command that does something to graphs.</summary>
/// <param name="Effect">What it does.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Command">Its name.</param>
public sealed record GraphStep(GraphEffect Effect, GraphPlace Place, string Command);
