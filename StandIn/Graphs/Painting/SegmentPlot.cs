using ScottPlot;
using SkiaSharp;

namespace StataRuns.StandIn.Graphs.Painting;

/// <summary>Straight lines from one point to another each, with caps across their ends.</summary>
internal sealed class SegmentPlot((Coordinates From, Coordinates To)[] ends, float capSize, LineStyle style) : IPlottable
{
    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        using var path = new SKPath();
        foreach (var (from, to) in ends)
        {
            var (start, end) = (Axes.GetPixel(from), Axes.GetPixel(to));
            Add(path, start, end);
            if (capSize > 0)
            {
                var isUpright = Math.Abs(start.X - end.X) < Math.Abs(start.Y - end.Y);
                Cap(path, start, isUpright);
                Cap(path, end, isUpright);
            }
        }

        Drawing.DrawPath(rp.Canvas, rp.Paint, path, style);
    }

    private void Cap(SKPath path, Pixel at, bool isUpright)
    {
        var (dx, dy) = isUpright ? (capSize, 0f) : (0f, capSize);
        Add(path, new Pixel(at.X - dx, at.Y - dy), new Pixel(at.X + dx, at.Y + dy));
    }

    private static void Add(SKPath path, Pixel from, Pixel to)
    {
        path.MoveTo(from.X, from.Y);
        path.LineTo(to.X, to.Y);
    }
}
