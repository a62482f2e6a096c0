using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;
using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Graphs.Pages;

namespace StataRuns.StandIn.Graphs.Painting;

/// <summary>The inside of a panel, drawn by ScottPlot: ground, grid, reference lines and the layers from below to above.</summary>
internal static class PlotRegion
{
    public static void Draw(Sheet sheet, Pages.Panel panel, Scheme scheme, SKRect area, AxisScale x, AxisScale y)
    {
        using var plot = new Plot();
        plot.RenderManager.ClearCanvasBeforeEachRender = false;
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = LayerPlots.Color(panel.Ground);
        plot.HideAxesAndGrid();
        foreach (var axis in plot.Axes.GetAxes())
        {
            axis.FrameLineStyle.Width = 0;
        }

        plot.Axes.SetLimits(x.Min, x.Max, y.Min, y.Max);
        Grid(plot, sheet, panel, scheme, x, y);
        foreach (var line in panel.X!.Lines.Where(line => panel.X.IsLog is false || line.Value > 0))
        {
            Style(plot.Add.VerticalLine(x.Place(line.Value)).LineStyle, line.Look, sheet);
        }

        foreach (var line in panel.Y!.Lines.Where(line => panel.Y.IsLog is false || line.Value > 0))
        {
            Style(plot.Add.HorizontalLine(y.Place(line.Value)).LineStyle, line.Look, sheet);
        }

        var layers = new LayerPlots(plot, sheet, x, y);
        foreach (var layer in panel.Layers)
        {
            layers.Add(layer);
        }

        var region = new PixelRect(area.Left, area.Right, area.Bottom, area.Top);
        plot.Layout.Fixed(region);
        Render(plot, sheet.Canvas, region);
    }

    /// <summary>
    /// ScottPlot's own Render draws again when the axes' limits changed, which they always did the first time: an SVG would have everything
    /// twice. Its steps, each once, do the same.
    /// </summary>
    private static void Render(Plot plot, SKCanvas canvas, PixelRect region)
    {
        using var pack = new RenderPack(plot, region, canvas);
        foreach (var step in plot.RenderManager.RenderActions)
        {
            pack.CanvasState.Save();
            step.Render(pack);
            pack.CanvasState.RestoreAll();
        }
    }

    private static void Grid(Plot plot, Sheet sheet, Pages.Panel panel, Scheme scheme, AxisScale x, AxisScale y)
    {
        plot.Axes.Bottom.TickGenerator = Ticks(panel.X!, x);
        plot.Axes.Left.TickGenerator = Ticks(panel.Y!, y);
        plot.Grid.IsVisible = true;
        plot.Grid.MajorLineColor = LayerPlots.Color(scheme.Grid);
        plot.Grid.MajorLineWidth = 0.3f * sheet.Unit;
        plot.Grid.XAxisStyle.IsVisible = panel.X!.HasGrid;
        plot.Grid.YAxisStyle.IsVisible = panel.Y!.HasGrid;
    }

    private static NumericManual Ticks(Axis axis, AxisScale scale)
    {
        var ticks = new NumericManual();
        foreach (var tick in axis.Ticks.Where(tick => !tick.IsMinor && scale.Shows(tick.Value)))
        {
            ticks.AddMajor(scale.Place(tick.Value), "");
        }

        return ticks;
    }

    private static void Style(LineStyle style, LineLook look, Sheet sheet) => LayerPlots.Style(style, look, sheet.Unit);
}
