using ScottPlot;
using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Graphs.Pages;

namespace StataRuns.StandIn.Graphs.Painting;

/// <summary>Turns layers into what ScottPlot draws.</summary>
internal sealed class LayerPlots(Plot plot, Sheet sheet, AxisScale x, AxisScale y)
{
    public void Add(Layer layer)
    {
        switch (layer.Kind)
        {
            case LayerKind.Path:
                Path(layer);
                break;
            case LayerKind.Band:
                Band(layer);
                break;
            case LayerKind.Bars:
                Bars(layer);
                break;
            default:
                plot.Add.Plottable(new SegmentPlot(Ends(layer), (float)layer.CapSize * sheet.Unit, Line(layer.Line)));
                break;
        }
    }

    public static Color Color(Ink ink) => new(ink.Red, ink.Green, ink.Blue, ink.Opacity);

    public static void Style(LineStyle style, LineLook look, float unit)
    {
        style.Color = Color(look.Ink);
        style.Width = look.IsVisible ? (float)look.Width * unit : 0;
        style.IsVisible = look.IsVisible;
        style.StrokeJoin = SkiaSharp.SKStrokeJoin.Round;
        if (Patterns.Intervals(look.Pattern, unit) is { Length: > 0 } intervals)
        {
            style.Pattern = new LinePattern(intervals, 0, look.Pattern);
        }
    }

    public static MarkerStyle Style(MarkerLook look, float unit)
    {
        var style = new MarkerStyle
        {
            Shape = Shape(look),
            Size = (float)(look.Symbol == MarkerSymbol.Point ? look.Size * 0.3 : look.Size) * unit,
            FillColor = Color(look.IsHollow ? Ink.None : look.Fill),
            LineColor = Color(look.Symbol is MarkerSymbol.Plus or MarkerSymbol.Cross ? look.Fill : look.Outline),
            LineWidth = (float)Math.Max(0.3, look.OutlineWidth) * unit,
        };
        if (!look.IsHollow && look.OutlineWidth > 0 && look.Outline.IsVisible && look.Outline != look.Fill)
        {
            style.OutlineColor = Color(look.Outline);
            style.OutlineWidth = (float)look.OutlineWidth * unit;
        }

        return style;
    }

    private static MarkerShape Shape(MarkerLook look) => look.Symbol switch
    {
        MarkerSymbol.Circle or MarkerSymbol.Point => look.IsHollow ? MarkerShape.OpenCircle : MarkerShape.FilledCircle,
        MarkerSymbol.Diamond => look.IsHollow ? MarkerShape.OpenDiamond : MarkerShape.FilledDiamond,
        MarkerSymbol.Triangle => look.IsHollow ? MarkerShape.OpenTriangleUp : MarkerShape.FilledTriangleUp,
        MarkerSymbol.Square => look.IsHollow ? MarkerShape.OpenSquare : MarkerShape.FilledSquare,
        MarkerSymbol.Plus => MarkerShape.Cross,
        MarkerSymbol.Cross => MarkerShape.Eks,
        _ => MarkerShape.None,
    };

    private void Path(Layer layer)
    {
        var xs = Array.ConvertAll(layer.X, x.Place);
        var ys = Array.ConvertAll(layer.Y, y.Place);
        if (layer.Line is { IsVisible: true } look)
        {
            var path = plot.Add.Scatter(xs, ys);
            Style(path.LineStyle, look, sheet.Unit);
            path.MarkerStyle = MarkerStyle.None;
        }

        if (layer.Marker is { Symbol: not MarkerSymbol.None } marker)
        {
            plot.Add.Markers(xs, ys).MarkerStyle = Style(marker, sheet.Unit);
        }
    }

    private void Band(Layer layer)
    {
        var band = plot.Add.FillY(Array.ConvertAll(layer.X, x.Place), Array.ConvertAll(layer.EndY, y.Place), Array.ConvertAll(layer.Y, y.Place));
        band.FillStyle.Color = Color(layer.Fill);
        band.MarkerStyle = MarkerStyle.None;
        Style(band.LineStyle, layer.Line ?? new LineLook(Ink.None, 0), sheet.Unit);
    }

    private void Bars(Layer layer)
    {
        var (along, across) = layer.IsHorizontal ? (y, x) : (x, y);
        var bars = new List<Bar>(layer.X.Length);
        for (var at = 0; at < layer.X.Length; at++)
        {
            var bar = new Bar
            {
                Position = along.Place(layer.X[at]),
                Value = across.Place(layer.Y[at]),
                ValueBase = across.Place(layer.EndY[at]),
                Size = layer.BarWidth,
                Orientation = layer.IsHorizontal ? Orientation.Horizontal : Orientation.Vertical,
                FillColor = Color(layer.Fill),
            };
            Style(bar.LineStyle, layer.Line ?? new LineLook(Ink.None, 0), sheet.Unit);
            bars.Add(bar);
        }

        plot.Add.Bars(bars);
    }

    private (Coordinates From, Coordinates To)[] Ends(Layer layer)
    {
        var ends = new (Coordinates, Coordinates)[layer.X.Length];
        for (var at = 0; at < ends.Length; at++)
        {
            var endX = layer.EndX.Length == 0 ? layer.X[at] : layer.EndX[at];
            ends[at] = (new(x.Place(layer.X[at]), y.Place(layer.Y[at])), new(x.Place(endX), y.Place(layer.EndY[at])));
        }

        return ends;
    }

    private LineStyle Line(LineLook? look)
    {
        var style = new LineStyle();
        Style(style, look ?? new LineLook(Ink.Black, 0.3), sheet.Unit);
        return style;
    }
}
