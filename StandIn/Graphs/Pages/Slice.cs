using StataRuns.StandIn.Graphs.Looks;

namespace StataRuns.StandIn.Graphs.Pages;

/// <summary>A piece of a pie.</summary>
internal sealed record Slice(double Value, Ink Fill, string Label);
