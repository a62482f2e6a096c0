using StataRuns.StandIn.Graphs.Looks;

namespace StataRuns.StandIn.Graphs.Pages;

/// <summary>A key of the legend and its text; the key is a small piece of what it stands for.</summary>
internal sealed record LegendEntry(string[] Lines, LayerKind? Kind, LineLook? Line, MarkerLook? Marker, Ink Fill)
{
    public static LegendEntry Of(Layer layer, string[] lines) => new(lines, layer.Kind, layer.Line, layer.Marker, layer.Fill);
}
