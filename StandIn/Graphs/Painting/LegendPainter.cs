using ScottPlot;
using SkiaSharp;
using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Graphs.Pages;
using Legend = StataRuns.StandIn.Graphs.Pages.Legend;

namespace StataRuns.StandIn.Graphs.Painting;

/// <summary>A legend: keys and texts in columns, filled row by row.</summary>
internal sealed class LegendPainter
{
    private const float KeyWidth = 6.5f;
    private const float KeyGap = 1.6f;
    private const float ColumnGap = 3;
    private const float RowGap = 0.9f;
    private const float Padding = 1.4f;
    private readonly Sheet _sheet;
    private readonly Legend _legend;
    private readonly int _columns;
    private readonly float[] _widths;
    private readonly float[] _heights;

    /// <param name="room">Width that there is: a legend that is too wide gets fewer columns.</param>
    public LegendPainter(Sheet sheet, Legend legend, float room)
    {
        (_sheet, _legend) = (sheet, legend);
        _columns = Math.Clamp(legend.Columns, 1, Math.Max(1, legend.Entries.Length));
        if (Narrowest(sheet, legend) is var narrowest && narrowest > room)
        {
            _legend = legend = legend with { Size = legend.Size * room / narrowest, Title = legend.Title is { } title ? sheet.Fitted(title, room - (2 * Padding * sheet.Unit)) : null };
        }

        do
        {
            var rows = (legend.Entries.Length + _columns - 1) / _columns;
            (_widths, _heights) = (new float[_columns], new float[rows]);
            for (var at = 0; at < legend.Entries.Length; at++)
            {
                var lines = legend.Entries[at].Lines;
                ref var width = ref _widths[at % _columns];
                ref var height = ref _heights[at / _columns];
                width = Math.Max(width, lines.Length == 0 ? 0 : lines.Max(line => sheet.WidthOf(line, legend.Size)));
                height = Math.Max(height, Math.Max(1, lines.Length) * sheet.LineHeight(legend.Size));
            }
        }
        while (_columns > 1 && Width > room && --_columns > 0);
    }

    public float Width => Math.Max(
        _widths.Sum() + (_widths.Length * (KeyWidth + KeyGap) * _sheet.Unit) + ((_widths.Length - 1) * ColumnGap * _sheet.Unit),
        _legend.Title is { IsEmpty: false } title ? title.Lines.Max(line => _sheet.WidthOf(line, title.Size)) : 0) + (2 * Padding * _sheet.Unit);

    public float Height => _heights.Sum() + ((_heights.Length - 1) * RowGap * _sheet.Unit) + TitleHeight + (2 * Padding * _sheet.Unit);

    private float TitleHeight => _legend.Title is { IsEmpty: false } title ? _sheet.HeightOf(title) + (RowGap * _sheet.Unit) : 0;

    public void Draw(float left, float top)
    {
        var frame = SKRect.Create(left, top, Width, Height);
        _sheet.Rectangle(frame, _legend.HasFrame || _legend.IsInside ? Ink.White : Ink.None, _legend.HasFrame ? new LineLook(Ink.Black, 0.2) : null);
        if (_legend.Title is { IsEmpty: false } title)
        {
            _sheet.Block(title, new SKRect(left, top + (Padding * _sheet.Unit), frame.Right, frame.Bottom));
        }

        var y = top + (Padding * _sheet.Unit) + TitleHeight;
        for (var row = 0; row < _heights.Length; row++)
        {
            var x = left + (Padding * _sheet.Unit);
            for (var column = 0; column < _columns && (row * _columns) + column < _legend.Entries.Length; column++)
            {
                Entry(_legend.Entries[(row * _columns) + column], x, y, _heights[row]);
                x += _widths[column] + ((KeyWidth + KeyGap + ColumnGap) * _sheet.Unit);
            }

            y += _heights[row] + (RowGap * _sheet.Unit);
        }
    }

    /// <summary>With all entries in one column.</summary>
    private static float Narrowest(Sheet sheet, Legend legend) =>
        legend.Entries.SelectMany(entry => entry.Lines).Select(line => sheet.WidthOf(line, legend.Size)).DefaultIfEmpty(0).Max()
        + ((KeyWidth + KeyGap + (2 * Padding)) * sheet.Unit);

    private void Entry(LegendEntry entry, float x, float y, float height)
    {
        var unit = _sheet.Unit;
        var middle = y + (height / 2);
        var key = new SKRect(x, middle - (1.1f * unit), x + (KeyWidth * unit), middle + (1.1f * unit));
        switch (entry.Kind)
        {
            case LayerKind.Band or LayerKind.Bars:
                _sheet.Rectangle(key, entry.Fill, entry.Line);
                break;
            case LayerKind.Path or LayerKind.Segments:
                _sheet.Line(key.Left, middle, key.Right, middle, entry.Line ?? new LineLook(Ink.None, 0));
                break;
        }

        if (entry.Marker is { Symbol: not MarkerSymbol.None } marker)
        {
            using var paint = Paint.NewDisposablePaint();
            Drawing.DrawMarker(_sheet.Canvas, paint, new Pixel(key.MidX, middle), LayerPlots.Style(marker, unit));
        }

        var left = entry.Kind is null ? x : key.Right + (KeyGap * unit);
        var top = middle - (entry.Lines.Length * _sheet.LineHeight(_legend.Size) / 2);
        foreach (var line in entry.Lines)
        {
            _sheet.Text(line, left, top + _sheet.BaseLine(_legend.Size), _legend.Size, Ink.Black);
            top += _sheet.LineHeight(_legend.Size);
        }
    }
}
