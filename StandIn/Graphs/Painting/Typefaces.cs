using ScottPlot;
using SkiaSharp;

namespace StataRuns.StandIn.Graphs.Painting;

/// <summary>
/// The typeface of all graphs comes with the program: a machine without fonts draws the same picture as any other. Characters that it lacks
/// are taken from the system's fonts, where there are some.
/// </summary>
internal sealed class Typefaces : IFontResolver
{
    public const string Family = "Liberation Sans";
    private const string Resource = "LiberationSans-Regular.ttf";

    private static readonly Lazy<Typefaces> Loaded = new(Load);
    private readonly SKTypeface _own;

    private Typefaces(SKTypeface own) => _own = own;

    public static Typefaces Instance => Loaded.Value;

    /// <summary>The text in pieces, each with a typeface that has its characters; null where this machine has none.</summary>
    public IEnumerable<(string Text, SKTypeface? Typeface)> Runs(string text)
    {
        if (_own.ContainsGlyphs(text))
        {
            yield return (text, _own);
            yield break;
        }

        var start = 0;
        var at = 0;
        var typeface = _own;
        foreach (var rune in text.EnumerateRunes())
        {
            var needed = _own.ContainsGlyph(rune.Value) ? _own : SKFontManager.Default.MatchCharacter(rune.Value);
            if (needed?.Handle != typeface?.Handle && at > start)
            {
                yield return (text[start..at], typeface);
                start = at;
            }

            typeface = needed;
            at += rune.Utf16SequenceLength;
        }

        yield return (text[start..], typeface);
    }

    /// <summary>Draws boxes for what nobody has.</summary>
    public SKTypeface Own => _own;

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) => _own;

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => _own;

    private static Typefaces Load()
    {
        using var stream = typeof(Typefaces).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not in the assembly.");
        var typefaces = new Typefaces(SKTypeface.FromStream(stream) ?? throw new InvalidOperationException($"{Resource} is no typeface."));
        Fonts.FontResolvers.Insert(0, typefaces);
        return typefaces;
    }
}
