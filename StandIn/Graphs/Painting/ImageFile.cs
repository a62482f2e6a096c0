using System.Text;
using SkiaSharp;
using StataRuns.StandIn.Graphs.Pages;

namespace StataRuns.StandIn.Graphs.Painting;

/// <summary>Draws a graph as the bytes of a file.</summary>
internal static class ImageFile
{
    private const float PixelsPerInch = 96;
    private const float PointsPerInch = 72;

    /// <summary>Twice the pixels of a usual screen: sharp on a fine one, too.</summary>
    private const float PngScale = 2;

    /// <param name="width">Pixels of a PNG or SVG; null for the graph's own size. The height follows where only one is given.</param>
    public static byte[] Draw(Page page, ImageFormat format, int? width, int? height)
    {
        _ = Typefaces.Instance;
        var own = new SKSize((float)page.Width * PixelsPerInch, (float)page.Height * PixelsPerInch);
        return format switch
        {
            ImageFormat.Png => Png(page, own, width, height),
            ImageFormat.Pdf => Pdf(page, own),
            _ => Svg(page, own, width, height),
        };
    }

    private static byte[] Png(Page page, SKSize own, int? width, int? height)
    {
        var x = width ?? (height is { } high ? high * own.Width / own.Height : own.Width * PngScale);
        var y = height ?? (width is { } wide ? wide * own.Height / own.Width : own.Height * PngScale);
        using var surface = SKSurface.Create(new SKImageInfo((int)MathF.Round(x), (int)MathF.Round(y)))
            ?? throw new StataError(909, "op. sys. refuses to provide memory");
        surface.Canvas.Scale(MathF.Round(x) / own.Width, MathF.Round(y) / own.Height);
        PagePainter.Draw(surface.Canvas, page, SKRect.Create(own));
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static byte[] Pdf(Page page, SKSize own)
    {
        using var stream = new SKDynamicMemoryWStream();
        var metadata = new SKDocumentPdfMetadata { Title = page.Title?.Lines.FirstOrDefault() ?? "", Producer = "StataRuns stand-in" };
        using (var document = SKDocument.CreatePdf(stream, metadata))
        {
            const float scale = PointsPerInch / PixelsPerInch;
            var canvas = document.BeginPage(own.Width * scale, own.Height * scale);
            canvas.Scale(scale);
            PagePainter.Draw(canvas, page, SKRect.Create(own));
            document.EndPage();
            document.Close();
        }

        using var data = stream.DetachAsData();
        return data.ToArray();
    }

    private static byte[] Svg(Page page, SKSize own, int? width, int? height)
    {
        using var stream = new SKDynamicMemoryWStream();
        var unseen = new UnseenTexts();
        using (var canvas = SKSvgCanvas.Create(SKRect.Create(own), stream))
        {
            PagePainter.Draw(canvas, page, SKRect.Create(own), unseen: unseen);
        }

        using var data = stream.DetachAsData();
        return Encoding.UTF8.GetBytes(SvgText.Finish(Encoding.UTF8.GetString(data.AsSpan()), own, width, height, unseen));
    }
}
