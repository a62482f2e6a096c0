using SkiaSharp;
using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Graphs.Pages;

namespace StataRuns.StandIn.Graphs.Painting;

/// <summary>Draws a whole graph: titles above, notes below, the legend at its side, and what is left to the panels.</summary>
internal sealed class PagePainter(Sheet sheet, Page page)
{
    private const float Margin = 3.2f;
    private const float Gap = 1.6f;
    private readonly Scheme _scheme = Scheme.Find(page.Scheme) ?? Scheme.StColor;
    private SKRect _page;
    private SKRect _left;

    /// <summary>Draws a page into a rectangle of a canvas.</summary>
    public static void Draw(SKCanvas canvas, Page page, SKRect area, double scale = 1, UnseenTexts? unseen = null)
    {
        var unit = Math.Min(area.Width, area.Height) / 100 * (float)(page.Scale * scale);
        new PagePainter(new Sheet(canvas, unit, unseen), page).Draw(area);
    }

    private void Draw(SKRect area)
    {
        sheet.Rectangle(area, page.Ground);
        _left = area;
        _left.Inflate(-Margin * sheet.Unit, -Margin * sheet.Unit);
        _page = _left;
        var titles = Shown(page.Title, page.Subtitle);
        var titlesTop = _left.Top;
        _left.Top += titles.Sum(sheet.HeightOf) + (titles.Length > 0 ? Gap * sheet.Unit : 0);
        Notes();
        if (page.Parts.Length > 0)
        {
            Parts();
            Titles(titles, titlesTop, _left);
            return;
        }

        var legend = page.Legend is { Entries.Length: > 0 } shown ? new LegendPainter(sheet, shown, _left.Width * (IsAtSide(shown) ? 0.45f : 1)) : null;
        var legendArea = legend is null || page.Legend!.IsInside ? SKRect.Empty : Reserve(legend, page.Legend);
        SharedTitles();
        var grid = new PanelGrid(sheet.Scaled(PanelScale()), page, _scheme, _left);
        grid.Draw();
        Shared(grid.Inside);
        Titles(titles, titlesTop, grid.Inside);
        if (legend is not null)
        {
            Legend(legend, page.Legend!, legendArea, grid.Inside);
        }
    }

    private static bool IsAtSide(Legend legend) => !legend.IsInside && legend.Clock is 2 or 3 or 4 or 8 or 9 or 10;

    /// <summary>Text and markers of small multiples shrink less than the panels do, or they could not be read.</summary>
    private float PanelScale()
    {
        var rows = (page.Panels.Length + page.Columns - 1) / Math.Max(1, page.Columns);
        return MathF.Pow(Math.Max(rows, page.Columns), -0.3f);
    }

    private void Titles(TextBlock[] titles, float top, SKRect inside)
    {
        foreach (var block in titles)
        {
            // Over the plot region if it fits there, else over the whole page.
            var (left, right) = sheet.WidthOf(block) <= inside.Width ? (inside.Left, inside.Right) : (_page.Left, _page.Right);
            sheet.Block(block, new SKRect(left, top, right, top));
            top += sheet.HeightOf(block);
        }
    }

    private TextBlock[] Shown(params ReadOnlySpan<TextBlock?> blocks)
    {
        var shown = new List<TextBlock>();
        foreach (var block in blocks)
        {
            if (block is { IsEmpty: false })
            {
                shown.Add(sheet.Fitted(block, _page.Width));
            }
        }

        return [.. shown];
    }

    private void Notes()
    {
        var notes = Shown(page.Note, page.Caption);
        if (notes.Length == 0)
        {
            return;
        }

        var y = _left.Bottom - notes.Sum(sheet.HeightOf);
        _left.Bottom = y - (Gap * sheet.Unit);
        foreach (var note in notes)
        {
            sheet.Block(note, new SKRect(_left.Left, y, _left.Right, y));
            y += sheet.HeightOf(note);
        }
    }

    /// <summary>Takes the legend's room from what is left.</summary>
    private SKRect Reserve(LegendPainter legend, Legend look)
    {
        var (width, height) = (legend.Width, legend.Height);
        var gap = Gap * sheet.Unit;
        var area = _left;
        switch (look.Clock)
        {
            case 2 or 3 or 4:
                area.Left = area.Right - width;
                _left.Right = area.Left - gap;
                break;
            case 8 or 9 or 10:
                area.Right = area.Left + width;
                _left.Left = area.Right + gap;
                break;
            case 11 or 12 or 1:
                area.Bottom = area.Top + height;
                _left.Top = area.Bottom + gap;
                break;
            default:
                area.Top = area.Bottom - height;
                _left.Bottom = area.Top - gap;
                break;
        }

        return area;
    }

    private void Legend(LegendPainter legend, Legend look, SKRect reserved, SKRect inside)
    {
        var area = look.IsInside ? inside : look.Clock is 2 or 3 or 4 or 8 or 9 or 10
            ? new SKRect(reserved.Left, inside.Top, reserved.Right, inside.Bottom)
            : new SKRect(inside.Left, reserved.Top, inside.Right, reserved.Bottom);
        if (look.IsInside)
        {
            area.Inflate(-Gap * sheet.Unit, -Gap * sheet.Unit);
        }

        var across = look.Clock switch { 1 or 2 or 3 or 4 or 5 => 1f, 7 or 8 or 9 or 10 or 11 => 0f, _ => 0.5f };
        var down = look.Clock switch { 10 or 11 or 12 or 1 or 2 => 0f, 4 or 5 or 6 or 7 or 8 => 1f, _ => 0.5f };
        var x = area.Left + (across * (area.Width - legend.Width));
        x = Math.Clamp(x, sheet.Unit, Math.Max(sheet.Unit, _left.Right + (look.IsInside || !IsAtSide(look) ? 0 : reserved.Width * 2) - legend.Width));
        legend.Draw(IsAtSide(look) ? area.Left : x, area.Top + (down * (area.Height - legend.Height)));
    }

    private void SharedTitles()
    {
        if (page.SharedX is { IsEmpty: false } x)
        {
            _left.Bottom -= sheet.HeightOf(x) + (Gap * sheet.Unit);
        }

        if (page.SharedY is { IsEmpty: false } y)
        {
            _left.Left += sheet.HeightOf(y) + (Gap * sheet.Unit);
        }
    }

    private void Shared(SKRect inside)
    {
        if (page.SharedX is { IsEmpty: false } x)
        {
            var top = _left.Bottom + (Gap * sheet.Unit);
            sheet.Block(sheet.Fitted(x, inside.Width), new SKRect(inside.Left, top, inside.Right, top));
        }

        if (page.SharedY is { IsEmpty: false } y)
        {
            AxisPainter.Sideways(sheet, sheet.Fitted(y, inside.Height), _left.Left - (Gap * sheet.Unit) - sheet.HeightOf(y), inside.MidY);
        }
    }

    private void Parts()
    {
        var columns = Math.Max(1, page.Columns);
        var rows = (page.Parts.Length + columns - 1) / columns;
        var (width, height) = (_left.Width / columns, _left.Height / rows);

        // Text shrinks less than the graphs do, or it could not be read.
        var scale = Math.Pow(Math.Max(columns, rows), 0.33);
        for (var at = 0; at < page.Parts.Length; at++)
        {
            var cell = SKRect.Create(_left.Left + (at % columns * width), _left.Top + (at / columns * height), width, height);
            Draw(sheet.Canvas, page.Parts[at], cell, scale * page.Scale, sheet.Unseen);
        }
    }
}
