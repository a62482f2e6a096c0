using SkiaSharp;
using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Graphs.Pages;

namespace StataRuns.StandIn.Graphs.Painting;

/// <summary>What a graph is drawn on: a canvas, and how many of its units a hundredth of the graph's smaller side is.</summary>
/// <param name="unseen">Of an SVG: texts that no typeface of this machine has. The reader's may, so that they stay text.</param>
internal sealed class Sheet(SKCanvas canvas, float unit, UnseenTexts? unseen = null)
{
    private const float LineSpacing = 1.25f;

    public SKCanvas Canvas => canvas;

    public UnseenTexts? Unseen => unseen;

    public float Unit => unit;

    /// <summary>The same canvas with all that is drawn larger or smaller.</summary>
    public Sheet Scaled(float factor) => factor == 1 ? this : new Sheet(canvas, unit * factor, unseen);

    public float LineHeight(double size) => (float)size * unit * LineSpacing;

    public float HeightOf(TextBlock? block) => block is null or { IsEmpty: true } ? 0 : block.Lines.Length * LineHeight(block.Size);

    public float WidthOf(string text, double size)
    {
        var width = 0f;
        foreach (var (run, typeface) in Typefaces.Instance.Runs(text))
        {
            using var font = Font(typeface ?? Typefaces.Instance.Own, size);
            width += Width(run, typeface, font);
        }

        return width;
    }

    public float WidthOf(TextBlock block) => block.Lines.Length == 0 ? 0 : block.Lines.Max(line => WidthOf(line, block.Size));

    /// <summary>The block, written smaller if it is wider than its room: no letter is cut off.</summary>
    public TextBlock Fitted(TextBlock block, float room) =>
        WidthOf(block) is var width && width > room && room > 0 ? block with { Size = block.Size * room / width } : block;

    /// <summary>Width and height of a text that is turned.</summary>
    public (float Width, float Height) SizeOf(string text, double size, double angle)
    {
        var (width, height) = (WidthOf(text, size), (float)size * unit);
        var (sin, cos) = ((float)Math.Abs(Math.Sin(angle * Math.PI / 180)), (float)Math.Abs(Math.Cos(angle * Math.PI / 180)));
        return ((width * cos) + (height * sin), (width * sin) + (height * cos));
    }

    /// <summary>A text with its base line at a point.</summary>
    /// <param name="align">0: it begins there, 0.5: it is centred, 1: it ends there.</param>
    /// <param name="angle">Degrees, counter-clockwise around the point.</param>
    public void Text(string text, float x, float y, double size, Ink ink, float align = 0, double angle = 0)
    {
        if (string.IsNullOrWhiteSpace(text) || size <= 0)
        {
            return;
        }

        using var paint = new SKPaint { Color = Color(ink), IsAntialias = true };
        var isTurned = angle != 0;
        if (isTurned)
        {
            canvas.Save();
            canvas.RotateDegrees(-(float)angle, x, y);
        }

        x -= align == 0 ? 0 : align * WidthOf(text, size);
        foreach (var (run, typeface) in Typefaces.Instance.Runs(text))
        {
            using var font = Font(typeface ?? Typefaces.Instance.Own, size);
            canvas.DrawText(typeface is null && unseen is not null ? unseen.Mark(run) : run, x, y, font, paint);
            x += Width(run, typeface, font);
        }

        if (isTurned)
        {
            canvas.Restore();
        }
    }

    /// <summary>Lines of text from the top of a rectangle, aligned as their clock says.</summary>
    public void Block(TextBlock block, SKRect area)
    {
        var align = block.Clock switch
        {
            >= 7 and <= 11 => 0f,
            >= 1 and <= 5 => 1f,
            _ => 0.5f,
        };
        var y = area.Top;
        foreach (var line in block.Lines)
        {
            Text(line, area.Left + (align * area.Width), y + BaseLine(block.Size), block.Size, block.Ink, align);
            y += LineHeight(block.Size);
        }
    }

    /// <summary>From the top of a line of text to its base line.</summary>
    public float BaseLine(double size) => (float)size * unit * 0.98f;

    public void Line(float x1, float y1, float x2, float y2, LineLook look)
    {
        if (look.IsVisible)
        {
            using var paint = Stroke(look);
            canvas.DrawLine(x1, y1, x2, y2, paint);
        }
    }

    public void Rectangle(SKRect area, Ink fill, LineLook? outline = null)
    {
        if (fill.IsVisible)
        {
            using var paint = new SKPaint { Color = Color(fill), IsAntialias = true };
            canvas.DrawRect(area, paint);
        }

        if (outline is { IsVisible: true })
        {
            using var paint = Stroke(outline);
            canvas.DrawRect(area, paint);
        }
    }

    public SKPaint Stroke(LineLook look) => new()
    {
        Color = Color(look.Ink),
        IsAntialias = true,
        IsStroke = true,
        StrokeWidth = (float)look.Width * unit,
        PathEffect = Patterns.Intervals(look.Pattern, unit) is { Length: > 0 } intervals ? SKPathEffect.CreateDash(intervals, 0) : null,
    };

    public static SKColor Color(Ink ink) => new(ink.Red, ink.Green, ink.Blue, ink.Opacity);

    /// <summary>What can't be measured is taken to be as wide as it's high: it is Chinese, Japanese or Korean as a rule.</summary>
    private static float Width(string run, SKTypeface? typeface, SKFont font) =>
        typeface is null ? run.EnumerateRunes().Count() * font.Size : font.MeasureText(run);

    private SKFont Font(SKTypeface typeface, double size) => new(typeface, (float)size * unit)
    {
        Edging = SKFontEdging.Antialias,
        Hinting = SKFontHinting.None,
        Subpixel = true,
        LinearMetrics = true,
    };
}
