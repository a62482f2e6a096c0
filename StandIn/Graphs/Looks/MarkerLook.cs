namespace StataRuns.StandIn.Graphs.Looks;

/// <summary>How a marker is drawn.</summary>
/// <param name="Size">Its diameter in hundredths of the graph's smaller side.</param>
internal sealed record MarkerLook(MarkerSymbol Symbol, bool IsHollow, double Size, Ink Fill, Ink Outline, double OutlineWidth);
