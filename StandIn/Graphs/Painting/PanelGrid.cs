using SkiaSharp;
using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Graphs.Pages;

namespace StataRuns.StandIn.Graphs.Painting;

/// <summary>Panels in rows and columns: all plot regions are of one size, and what stands beside them gets the room it needs.</summary>
internal sealed class PanelGrid
{
    private const float Gap = 2.2f;
    private readonly Sheet _sheet;
    private readonly Page _page;
    private readonly Scheme _scheme;
    private readonly SKRect _area;
    private readonly int _columns;
    private readonly float[] _lefts;
    private readonly float[] _belows;
    private readonly float _above;
    private readonly float _width;
    private readonly float _height;

    public PanelGrid(Sheet sheet, Page page, Scheme scheme, SKRect area)
    {
        _columns = Math.Max(1, page.Columns);

        // How wide the regions will be is not known yet; what stands left of them takes a tenth or so.
        var width = area.Width * 0.9f / _columns;
        page = page with { Panels = Array.ConvertAll(page.Panels, panel => panel.X is { } axis ? panel with { X = AxisPainter.Legible(sheet, axis, width) } : panel) };
        (_sheet, _page, _scheme, _area) = (sheet, page, scheme, area);
        var rows = (page.Panels.Length + _columns - 1) / _columns;
        (_lefts, _belows) = (new float[_columns], new float[rows]);
        var (over, beyond) = (0f, 0f);
        for (var at = 0; at < page.Panels.Length; at++)
        {
            if (page.Panels[at] is not { X: { } x, Y: { } y } panel)
            {
                continue;
            }

            ref var left = ref _lefts[at % _columns];
            ref var below = ref _belows[at / _columns];
            left = Math.Max(left, AxisPainter.Room(sheet, y, isVertical: true));
            left = Math.Max(left, AxisPainter.LeftReach(sheet, x, width));
            below = Math.Max(below, AxisPainter.Room(sheet, x, isVertical: false));
            beyond = Math.Max(beyond, AxisPainter.Overhang(sheet, x, isVertical: false));
            over = Math.Max(over, AxisPainter.Overhang(sheet, y, isVertical: true));
        }

        var hasTitles = page.Panels.Any(panel => panel.Title.Length > 0);
        _above = hasTitles ? sheet.LineHeight(Sizes.Medium) + (0.8f * sheet.Unit) : over;
        _width = (area.Width - _lefts.Sum() - beyond - (Gap * sheet.Unit * (_columns - 1))) / _columns;
        _height = (area.Height - _belows.Sum() - (_above * rows) - (Gap * sheet.Unit * (rows - 1))) / rows;
    }

    /// <summary>Around all plot regions, which is what titles are centred over.</summary>
    public SKRect Inside => _page.Panels.Length == 1 ? Shaped(Region(0), _page.Panels[0].Aspect) : new(_area.Left + _lefts[0], _area.Top + _above, Region(_columns - 1).Right, Math.Max(Region(_page.Panels.Length - 1).Bottom, Region(0).Bottom));

    public void Draw()
    {
        for (var at = 0; at < _page.Panels.Length; at++)
        {
            var panel = _page.Panels[at];
            var region = Shaped(Region(at), panel.Aspect);
            Title(panel, region);
            if (panel.Slices.Length > 0)
            {
                PiePainter.Draw(_sheet, panel, region);
                continue;
            }

            if (panel.X is null || panel.Y is null)
            {
                continue; // the empty half of a matrix
            }

            var (x, y) = (new AxisScale(panel.X, region.Width, _sheet.Unit), new AxisScale(panel.Y, region.Height, _sheet.Unit));
            PlotRegion.Draw(_sheet, panel, _scheme, region, x, y);
            AxisPainter.Below(_sheet, panel.X, region, x);
            AxisPainter.Left(_sheet, panel.Y, region, y);
            PointLabels.Draw(_sheet, panel, region, x, y);
        }
    }

    private void Title(Panel panel, SKRect region)
    {
        if (panel.Title.Length == 0)
        {
            return;
        }

        var strip = new SKRect(region.Left, region.Top - _above + (0.4f * _sheet.Unit), region.Right, region.Top - (0.4f * _sheet.Unit));
        _sheet.Rectangle(strip, _scheme.PanelTitleGround);
        _sheet.Text(panel.Title, strip.MidX, strip.MidY + AxisPainter.Middle(_sheet, Sizes.Medium), Sizes.Medium, _scheme.TitleInk, 0.5f);
    }

    private SKRect Region(int at)
    {
        var (row, column) = (at / _columns, at % _columns);
        var left = _area.Left + _lefts.AsSpan(0, column + 1).ToArray().Sum() + (column * (_width + (Gap * _sheet.Unit)));
        var top = _area.Top + (_above * (row + 1)) + _belows.AsSpan(0, row).ToArray().Sum() + (row * (_height + (Gap * _sheet.Unit)));
        return SKRect.Create(left, top, Math.Max(1, _width), Math.Max(1, _height));
    }

    /// <summary>The largest rectangle of the wanted form in the middle of what there is.</summary>
    private static SKRect Shaped(SKRect region, double? aspect)
    {
        if (aspect is not { } ratio)
        {
            return region;
        }

        var width = Math.Min(region.Width, region.Height / (float)ratio);
        var height = width * (float)ratio;
        return SKRect.Create(region.MidX - (width / 2), region.MidY - (height / 2), width, height);
    }
}
