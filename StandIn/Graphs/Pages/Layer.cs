using StataRuns.StandIn.Graphs.Looks;

namespace StataRuns.StandIn.Graphs.Pages;

/// <summary>One plot of a graph with its data, ready to be drawn: nothing of it is looked up in the dataset any more.</summary>
internal sealed record Layer
{
    public required LayerKind Kind { get; init; }

    public required double[] X { get; init; }

    public required double[] Y { get; init; }

    /// <summary>The other ends of segments; empty where they are <see cref="X"/>.</summary>
    public double[] EndX { get; init; } = [];

    /// <summary>The other border of a band, the other ends of segments, the bases of bars.</summary>
    public double[] EndY { get; init; } = [];

    /// <summary>Of bars, in units of their axis.</summary>
    public double BarWidth { get; init; }

    /// <summary>Bars lie: <see cref="X"/> are values on the vertical axis.</summary>
    public bool IsHorizontal { get; init; }

    /// <summary>Half the length of a segment's caps in hundredths of the graph's smaller side; 0 for none.</summary>
    public double CapSize { get; init; }

    public LineLook? Line { get; init; }

    public MarkerLook? Marker { get; init; }

    public Ink Fill { get; init; }

    /// <summary>A text beside each point, if any.</summary>
    public string[] Labels { get; init; } = [];

    /// <summary>Where a label stands beside its point, as an hour of a clock; 0 is on it.</summary>
    public int LabelClock { get; init; } = 3;

    public double LabelSize { get; init; } = Sizes.Small;

    public Ink LabelInk { get; init; } = Ink.Black;
}
