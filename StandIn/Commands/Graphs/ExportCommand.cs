using System.Globalization;
using StataRuns.StandIn.Commands.Files;
using StataRuns.StandIn.Graphs.Painting;
using StataRuns.StandIn.Graphs.Pages;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary><c>graph export file [, name() replace as() width() height()]</c></summary>
internal static class ExportCommand
{
    private const int MostPixels = 16_000;

    public static void Run(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        var file = FileNames.Whole(comma < 0 ? rest : rest[..comma]);
        var replaces = options.Take("replace");
        var format = options.TakeText("as", out var kind) ? Format(kind) ?? throw Unsupported(kind) : FormatOf(file);
        var name = options.TakeText("name", out var given) ? given : session.Graphs.Current;
        var (width, height) = (Pixels(options, "width"), Pixels(options, "height"));
        Unused(options, format);
        options.Finish();
        if (name is null || session.Graphs.Find(name) is not { } page)
        {
            throw new StataError(693, $"could not find Graph window{(name is null ? "" : $" {name}")}");
        }

        if (FileNames.Exists(file) && !replaces)
        {
            throw new StataError(602, $"file {file} already exists");
        }

        var bytes = Draw(page, format, width, height);
        FileNames.GuardMade(file, () => File.WriteAllBytes(FileNames.ToPath(file), bytes));
        session.Console.WriteLine($"file {file} saved as {format.ToString().ToUpperInvariant()} format");
    }

    /// <summary>The native library is loaded here for the first time: a machine may lack it, or what it needs.</summary>
    private static byte[] Draw(Page page, ImageFormat format, int? width, int? height)
    {
        try
        {
            return ImageFile.Draw(page, format, width, height);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException || e.InnerException is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new StataError(693, "the stand-in cannot draw: its library libSkiaSharp could not be loaded on this machine");
        }
    }

    private static ImageFormat FormatOf(string file)
    {
        var name = file[(file.LastIndexOfAny(['/', '\\']) + 1)..];
        var dot = name.LastIndexOf('.');
        return dot < 0
            ? throw new StataError(198, "file extension not specified; specify one of .svg, .png, .pdf or the as() option")
            : Format(name[(dot + 1)..]) ?? throw Unsupported(name[(dot + 1)..]);
    }

    private static ImageFormat? Format(string word) => word.ToLowerInvariant() switch
    {
        "svg" => ImageFormat.Svg,
        "png" => ImageFormat.Png,
        "pdf" => ImageFormat.Pdf,
        _ => null,
    };

    private static StataError Unsupported(string format) => format.ToLowerInvariant() is "ps" or "eps" or "emf" or "wmf" or "tif" or "tiff" or "gif" or "jpg" or "jpeg"
        ? StataError.NotImitated($"graph export to {format}")
        : new StataError(198, $"output format {format} not known");

    private static int? Pixels(OptionSet options, string name) =>
        !options.TakeText(name, out var text, 1) ? null
        : int.TryParse(text.Replace("px", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var pixels) && pixels is >= 8 and <= MostPixels ? pixels
        : throw OptionWords.Wrong(name);

    /// <summary>Settings of Stata's own writers that say nothing to this one.</summary>
    private static void Unused(OptionSet options, ImageFormat format)
    {
        if (format == ImageFormat.Svg)
        {
            string[] names = ["baselineshift", "bgfill", "clipstroke", "fontface", "fontfacesans", "ignorefont", "nbsp", "pathprefix", "scalestrokewidth", "verbose"];
            foreach (var name in names)
            {
                options.TakeText(name, out _);
            }
        }
        else if (format == ImageFormat.Pdf)
        {
            options.TakeText("fontface", out _);
        }
    }
}
