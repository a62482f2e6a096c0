using StataRuns.StandIn.Graphs.Looks;

namespace StataRuns.StandIn.Graphs.Pages;

/// <summary>One plot region with its axes, or one pie.</summary>
internal sealed record Panel
{
    public string Title { get; init; } = "";

    public Layer[] Layers { get; init; } = [];

    public Axis? X { get; init; }

    public Axis? Y { get; init; }

    public Slice[] Slices { get; init; } = [];

    public Ink Ground { get; init; } = Ink.White;

    /// <summary>Height by width, if fixed.</summary>
    public double? Aspect { get; init; }
}
