using StataRuns.StandIn.Graphs.Looks;

namespace StataRuns.StandIn.Graphs.Pages;

/// <summary>A line across the plot: <c>xline()</c>, <c>yline()</c>.</summary>
internal sealed record ReferenceLine(double Value, LineLook Look);
