namespace StataRuns.StandIn.Graphs.Pages;

/// <summary>What a layer consists of.</summary>
internal enum LayerKind
{
    /// <summary>Markers, with or without a line from each to the next.</summary>
    Path,

    /// <summary>The space between two lines.</summary>
    Band,

    /// <summary>Rectangles from a base to a value.</summary>
    Bars,

    /// <summary>Straight lines, each from one point to another, with caps at their ends if wanted.</summary>
    Segments,
}
