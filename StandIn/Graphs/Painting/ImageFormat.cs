namespace StataRuns.StandIn.Graphs.Painting;

/// <summary>The formats that graphs are exported in.</summary>
internal enum ImageFormat
{
    Svg,
    Png,
    Pdf,
}
