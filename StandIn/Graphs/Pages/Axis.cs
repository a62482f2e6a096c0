using StataRuns.StandIn.Graphs.Looks;

namespace StataRuns.StandIn.Graphs.Pages;

/// <summary>An axis, whole: what it spans and all that stands at it.</summary>
internal sealed record Axis
{
    /// <summary>What the axis must show, in the data's own units.</summary>
    public required double Low { get; init; }

    public required double High { get; init; }

    public TextBlock? Title { get; init; }

    public Tick[] Ticks { get; init; } = [];

    /// <summary>The names of groups of categories, below those of the categories.</summary>
    public Tick[] OuterTicks { get; init; } = [];

    public ReferenceLine[] Lines { get; init; } = [];

    public bool IsLog { get; init; }

    public bool IsReversed { get; init; }

    /// <summary>Degrees, counter-clockwise.</summary>
    public double LabelAngle { get; init; }

    public double LabelSize { get; init; } = Sizes.MedSmall;

    public Ink LabelInk { get; init; } = Ink.Black;

    public bool HasGrid { get; init; }

    public bool HasTickMarks { get; init; } = true;

    public bool HasLine { get; init; } = true;

    public bool HasLabels { get; init; } = true;

    public bool IsOff { get; init; }

    /// <summary>Room between the axis's ends and the plot region's edges, in hundredths of the graph's smaller side.</summary>
    public double LowMargin { get; init; } = 3.5;

    public double HighMargin { get; init; } = 3.5;

    /// <summary>Where a value lies on the axis's own, linear scale.</summary>
    public double Place(double value) => IsLog ? Math.Log10(value) : value;

    /// <summary>The same axis without anything written at it: inner panels of small multiples.</summary>
    public Axis Bare() => this with { HasLabels = false, Title = null };
}
