namespace StataRuns.StandIn.Graphs.Pages;

/// <summary>A place on an axis and what is written there.</summary>
internal sealed record Tick(double Value, string Label, bool IsMinor = false);
