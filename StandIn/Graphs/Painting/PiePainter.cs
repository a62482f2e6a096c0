using SkiaSharp;
using StataRuns.StandIn.Graphs.Pages;

namespace StataRuns.StandIn.Graphs.Painting;

/// <summary>A pie: from twelve o'clock on, clockwise, as Stata draws it.</summary>
internal static class PiePainter
{
    public static void Draw(Sheet sheet, Panel panel, SKRect region)
    {
        var total = panel.Slices.Sum(slice => slice.Value);
        var radius = Math.Min(region.Width, region.Height) / 2 * 0.96f;
        var circle = new SKRect(region.MidX - radius, region.MidY - radius, region.MidX + radius, region.MidY + radius);
        var angle = -90f;
        foreach (var slice in panel.Slices)
        {
            var sweep = (float)(360 * slice.Value / total);
            using var paint = new SKPaint { Color = Sheet.Color(slice.Fill), IsAntialias = true };
            if (sweep >= 359.99f)
            {
                sheet.Canvas.DrawCircle(region.MidX, region.MidY, radius, paint);
            }
            else
            {
                using var path = new SKPath();
                path.MoveTo(region.MidX, region.MidY);
                path.ArcTo(circle, angle, sweep, forceMoveTo: false);
                path.Close();
                sheet.Canvas.DrawPath(path, paint);
            }

            Label(sheet, slice, region, radius, angle + (sweep / 2));
            angle += sweep;
        }
    }

    private static void Label(Sheet sheet, Slice slice, SKRect region, float radius, float angle)
    {
        var (sin, cos) = MathF.SinCos(angle * MathF.PI / 180);
        var isDark = (0.299 * slice.Fill.Red) + (0.587 * slice.Fill.Green) + (0.114 * slice.Fill.Blue) < 140;
        sheet.Text(
            slice.Label,
            region.MidX + (radius * 0.65f * cos),
            region.MidY + (radius * 0.65f * sin) + AxisPainter.Middle(sheet, Looks.Sizes.MedSmall),
            Looks.Sizes.MedSmall,
            isDark ? Looks.Ink.White : Looks.Ink.Black,
            0.5f);
    }
}
