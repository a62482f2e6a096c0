using SkiaSharp;
using StataRuns.StandIn.Graphs.Pages;

namespace StataRuns.StandIn.Graphs.Painting;

/// <summary>Texts beside points: <c>mlabel()</c>, <c>blabel()</c>.</summary>
internal static class PointLabels
{
    private const float Gap = 0.8f;

    public static void Draw(Sheet sheet, Panel panel, SKRect region, AxisScale x, AxisScale y)
    {
        foreach (var layer in panel.Layers.Where(layer => layer.Labels.Length > 0))
        {
            for (var at = 0; at < layer.Labels.Length; at++)
            {
                var (across, along) = layer.IsHorizontal ? (layer.Y[at], layer.X[at]) : (layer.X[at], layer.Y[at]);
                if (x.Shows(across) && y.Shows(along))
                {
                    Beside(sheet, layer, layer.Labels[at], region.Left + (x.Fraction(across) * region.Width), region.Bottom - (y.Fraction(along) * region.Height));
                }
            }
        }
    }

    private static void Beside(Sheet sheet, Layer layer, string text, float x, float y)
    {
        var away = ((float)(layer.Marker?.Size ?? 0) / 2 * sheet.Unit) + (Gap * sheet.Unit);
        var size = layer.LabelSize;
        var middle = AxisPainter.Middle(sheet, size);
        var (dx, align) = layer.LabelClock switch
        {
            >= 1 and <= 5 => (away, 0f),
            >= 7 and <= 11 => (-away, 1f),
            _ => (0f, 0.5f),
        };
        var dy = layer.LabelClock switch
        {
            11 or 12 or 1 => -away,
            10 or 2 => -away / 2,
            5 or 6 or 7 => away + (middle * 2),
            8 or 4 => (away / 2) + middle,
            _ => middle,
        };
        sheet.Text(text, x + dx, y + dy, size, layer.LabelInk, align);
    }
}
