using StataRuns.StandIn.Graphs.Looks;

namespace StataRuns.StandIn.Graphs.Pages;

/// <summary>The legend of a graph.</summary>
internal sealed record Legend
{
    public required LegendEntry[] Entries { get; init; }

    public TextBlock? Title { get; init; }

    /// <summary>As an hour of a clock.</summary>
    public required int Clock { get; init; }

    /// <summary>It stands inside the plot region.</summary>
    public bool IsInside { get; init; }

    public required int Columns { get; init; }

    public double Size { get; init; } = Sizes.Small;

    public bool HasFrame { get; init; }
}
