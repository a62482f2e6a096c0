using SkiaSharp;
using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Graphs.Pages;

namespace StataRuns.StandIn.Graphs.Painting;

/// <summary>Draws an axis beside its plot region, and says beforehand how much room that takes.</summary>
internal static class AxisPainter
{
    private const float TickLength = 1.4f;
    private const float LabelGap = 0.9f;
    private const float TitleGap = 1.3f;
    private static readonly LineLook Ruler = new(Ink.Black, 0.25);

    /// <summary>The height of what stands below a plot region, or the width of what stands left of it.</summary>
    public static float Room(Sheet sheet, Axis axis, bool isVertical)
    {
        if (axis.IsOff)
        {
            return 0;
        }

        var room = 0f;
        if (axis.HasLabels)
        {
            var labels = 0f;
            foreach (var tick in axis.Ticks.Where(tick => !tick.IsMinor && tick.Label.Length > 0))
            {
                var (width, height) = sheet.SizeOf(tick.Label, axis.LabelSize, axis.LabelAngle);
                labels = Math.Max(labels, isVertical ? width : height);
            }

            room += labels > 0 ? labels + (Gap(axis) * sheet.Unit) : 0;
            room += axis.HasTickMarks ? TickLength * sheet.Unit : 0;
            room += OuterRoom(sheet, axis, isVertical);
        }
        else if (axis.HasTickMarks)
        {
            room += TickLength * sheet.Unit;
        }

        return axis.Title is { IsEmpty: false } title ? room + (TitleGap * sheet.Unit) + sheet.HeightOf(title) : room;
    }

    /// <summary>The axis with its labels turned where they would otherwise run into one another.</summary>
    public static Axis Legible(Sheet sheet, Axis axis, float length)
    {
        if (axis.LabelAngle != 0 || !axis.HasLabels || axis.IsOff)
        {
            return axis;
        }

        var scale = new AxisScale(axis, length, sheet.Unit);
        var end = float.NegativeInfinity;
        foreach (var tick in axis.Ticks.Where(tick => !tick.IsMinor && tick.Label.Length > 0 && scale.Shows(tick.Value)).OrderBy(tick => scale.Fraction(tick.Value)))
        {
            var (middle, half) = (scale.Fraction(tick.Value) * length, sheet.WidthOf(tick.Label, axis.LabelSize) / 2);
            if (middle - half < end)
            {
                return axis with { LabelAngle = 45 };
            }

            end = middle + half + (0.6f * sheet.Unit);
        }

        return axis;
    }

    /// <summary>How far a label at the axis's end reaches beyond the plot region.</summary>
    public static float Overhang(Sheet sheet, Axis axis, bool isVertical)
    {
        if (axis.IsOff || !axis.HasLabels)
        {
            return 0;
        }

        var labels = axis.Ticks.Where(tick => !tick.IsMinor).ToArray();
        if (labels.Length == 0)
        {
            return 0;
        }

        var (width, height) = sheet.SizeOf(labels.MaxBy(tick => tick.Value)!.Label, axis.LabelSize, axis.LabelAngle);
        return Math.Max(0, ((isVertical ? height : width) / 2) - ((float)axis.HighMargin * sheet.Unit));
    }

    /// <summary>How far labels reach beyond the left end of a horizontal axis.</summary>
    public static float LeftReach(Sheet sheet, Axis axis, float length)
    {
        if (axis.IsOff || !axis.HasLabels || axis.LabelAngle > 180)
        {
            return 0;
        }

        var scale = new AxisScale(axis, length, sheet.Unit);
        var share = axis.LabelAngle == 0 ? 0.5f : 1;
        return axis.Ticks.Where(tick => !tick.IsMinor && scale.Shows(tick.Value))
            .Select(tick => (share * sheet.SizeOf(tick.Label, axis.LabelSize, axis.LabelAngle).Width) - (scale.Fraction(tick.Value) * length)).DefaultIfEmpty(0).Max();
    }

    public static void Below(Sheet sheet, Axis axis, SKRect region, AxisScale scale)
    {
        if (axis.IsOff)
        {
            return;
        }

        if (axis.HasLine)
        {
            sheet.Line(region.Left, region.Bottom, region.Right, region.Bottom, Ruler);
        }

        var tickEnd = region.Bottom + (axis.HasTickMarks ? TickLength * sheet.Unit : 0);
        var lowest = 0f;
        foreach (var tick in axis.Ticks.Where(tick => scale.Shows(tick.Value)))
        {
            var x = region.Left + (scale.Fraction(tick.Value) * region.Width);
            if (axis.HasTickMarks)
            {
                sheet.Line(x, region.Bottom, x, tick.IsMinor ? region.Bottom + (TickLength * sheet.Unit * 0.6f) : tickEnd, Ruler);
            }

            if (axis.HasLabels && !tick.IsMinor)
            {
                lowest = Math.Max(lowest, LabelBelow(sheet, axis, tick, x, tickEnd + (Gap(axis) * sheet.Unit)));
            }
        }

        if (axis.HasLabels)
        {
            foreach (var tick in axis.OuterTicks)
            {
                var x = region.Left + (scale.Fraction(tick.Value) * region.Width);
                sheet.Text(tick.Label, x, tickEnd + lowest + (LabelGap * 2 * sheet.Unit) + sheet.BaseLine(axis.LabelSize), axis.LabelSize, axis.LabelInk, 0.5f);
            }
        }

        if (axis.Title is { IsEmpty: false } title)
        {
            var top = region.Bottom + Room(sheet, axis, isVertical: false) - sheet.HeightOf(title);
            sheet.Block(sheet.Fitted(title, region.Width), new SKRect(region.Left, top, region.Right, top));
        }
    }

    public static void Left(Sheet sheet, Axis axis, SKRect region, AxisScale scale)
    {
        if (axis.IsOff)
        {
            return;
        }

        if (axis.HasLine)
        {
            sheet.Line(region.Left, region.Bottom, region.Left, region.Top, Ruler);
        }

        var tickEnd = region.Left - (axis.HasTickMarks ? TickLength * sheet.Unit : 0);
        var widest = 0f;
        foreach (var tick in axis.Ticks.Where(tick => scale.Shows(tick.Value)))
        {
            var y = region.Bottom - (scale.Fraction(tick.Value) * region.Height);
            if (axis.HasTickMarks)
            {
                sheet.Line(region.Left, y, tick.IsMinor ? region.Left - (TickLength * sheet.Unit * 0.6f) : tickEnd, y, Ruler);
            }

            if (axis.HasLabels && !tick.IsMinor)
            {
                widest = Math.Max(widest, LabelLeft(sheet, axis, tick, tickEnd - (Gap(axis) * sheet.Unit), y));
            }
        }

        if (axis.HasLabels)
        {
            foreach (var tick in axis.OuterTicks)
            {
                var y = region.Bottom - (scale.Fraction(tick.Value) * region.Height);
                sheet.Text(tick.Label, tickEnd - widest - (LabelGap * 3 * sheet.Unit), y + Middle(sheet, axis.LabelSize), axis.LabelSize, axis.LabelInk, 1);
            }
        }

        if (axis.Title is { IsEmpty: false } title)
        {
            Sideways(sheet, sheet.Fitted(title, region.Height), region.Left - Room(sheet, axis, isVertical: true), region.MidY);
        }
    }

    /// <summary>A title that is read from below, from its left border on.</summary>
    public static void Sideways(Sheet sheet, TextBlock title, float left, float middle)
    {
        foreach (var line in title.Lines)
        {
            sheet.Text(line, left + sheet.BaseLine(title.Size), middle, title.Size, title.Ink, 0.5f, 90);
            left += sheet.LineHeight(title.Size);
        }
    }

    public static float Middle(Sheet sheet, double size) => (float)size * sheet.Unit * 0.35f;

    /// <summary>Categories have no tick marks, and their names would stand at the axis itself.</summary>
    private static float Gap(Axis axis) => axis.HasTickMarks ? LabelGap : LabelGap * 1.8f;

    private static float OuterRoom(Sheet sheet, Axis axis, bool isVertical)
    {
        if (axis.OuterTicks.Length == 0)
        {
            return 0;
        }

        return isVertical
            ? axis.OuterTicks.Max(tick => sheet.WidthOf(tick.Label, axis.LabelSize)) + (LabelGap * 3 * sheet.Unit)
            : ((float)axis.LabelSize * sheet.Unit) + (LabelGap * 2 * sheet.Unit);
    }

    private static float LabelBelow(Sheet sheet, Axis axis, Tick tick, float x, float top)
    {
        var (_, height) = sheet.SizeOf(tick.Label, axis.LabelSize, axis.LabelAngle);
        if (axis.LabelAngle == 0)
        {
            sheet.Text(tick.Label, x, top + (sheet.Unit * (float)axis.LabelSize * 0.8f), axis.LabelSize, axis.LabelInk, 0.5f);
            return height;
        }

        // A turned label ends at its tick if it rises to it, and begins there if it falls from it.
        var rises = axis.LabelAngle is > 0 and <= 180;
        var sin = (float)Math.Sin(axis.LabelAngle * Math.PI / 180);
        var cos = (float)Math.Cos(axis.LabelAngle * Math.PI / 180);
        var half = Middle(sheet, axis.LabelSize);
        var drop = half * Math.Abs(cos);
        sheet.Text(tick.Label, x + (half * sin), top + drop + (half * 0.6f), axis.LabelSize, axis.LabelInk, rises ? 1 : 0, axis.LabelAngle);
        return height;
    }

    private static float LabelLeft(Sheet sheet, Axis axis, Tick tick, float right, float y)
    {
        var (width, _) = sheet.SizeOf(tick.Label, axis.LabelSize, axis.LabelAngle);
        if (axis.LabelAngle == 0)
        {
            sheet.Text(tick.Label, right, y + Middle(sheet, axis.LabelSize), axis.LabelSize, axis.LabelInk, 1);
        }
        else if (axis.LabelAngle is 90 or 270)
        {
            var down = (float)axis.LabelSize * sheet.Unit * 0.22f;
            sheet.Text(tick.Label, right - down, y, axis.LabelSize, axis.LabelInk, 0.5f, axis.LabelAngle);
        }
        else
        {
            sheet.Text(tick.Label, right, y + Middle(sheet, axis.LabelSize), axis.LabelSize, axis.LabelInk, 1, axis.LabelAngle);
        }

        return width;
    }
}
