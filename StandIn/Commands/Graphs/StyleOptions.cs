using System.Globalization;
using StataRuns.StandIn.Graphs.Looks;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary>How plots look: <c>msymbol() mcolor() lcolor() lpattern()</c> and their like, each a list with a word for every variable.</summary>
internal sealed class StyleOptions
{
    private readonly Scheme _scheme;
    private readonly string[] _symbols;
    private readonly string[] _sizes;
    private readonly string[] _inks;
    private readonly string[] _fills;
    private readonly string[] _outlines;
    private readonly string[] _outlineWidths;
    private readonly string[] _lineInks;
    private readonly string[] _lineWidths;
    private readonly string[] _patterns;
    private readonly string[] _areaInks;
    private readonly double? _intensity;
    private readonly int? _place;

    public StyleOptions(OptionSet options, Scheme scheme)
    {
        _scheme = scheme;
        _symbols = Take(options, "msymbol", 2);
        _sizes = Take(options, "msize", 4);
        _fills = Take(options, "mfcolor", 3);
        _outlines = Take(options, "mlcolor", 3);
        _outlineWidths = Take(options, "mlwidth", 3);
        var both = Take(options, "color", 3);
        _inks = Take(options, "mcolor", 2) is { Length: > 0 } inks ? inks : both;
        _lineInks = Take(options, "lcolor", 2) is { Length: > 0 } lines ? lines : both;
        _areaInks = Take(options, "fcolor", 2) is { Length: > 0 } areas ? areas : both;
        _lineWidths = Take(options, "lwidth", 2);
        _patterns = Take(options, "lpattern", 2);
        _intensity = options.TakeNumber("fintensity", 2);
        if (options.TakeText("pstyle", out var style))
        {
            _place = style.Length > 1 && style[0] == 'p' && int.TryParse(style.AsSpan(1).TrimEnd("abcdeilnorx"), NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place is >= 1 and <= 15
                ? place - 1
                : throw OptionWords.Wrong("pstyle");
        }
    }

    /// <param name="at">Which of the plot's variables.</param>
    /// <param name="place">Which of the graph's plots, where no style says more.</param>
    public MarkerLook Marker(int at, int place)
    {
        var ink = Ink(_inks, at, "mcolor") ?? _scheme.Color(_place ?? place);
        var symbol = Word(_symbols, at) is { } word
            ? Symbols.Parse(word) ?? throw new StataError(198, $"symbolstyle {word} not found")
            : (MarkerSymbol.Circle, false, 1);
        var size = Word(_sizes, at) is { } named ? Sizes.Marker(named) ?? throw new StataError(198, $"markersize {named} not found") : 2.1;
        return new MarkerLook(
            symbol.Item1,
            symbol.Item2,
            size * symbol.Item3,
            Ink(_fills, at, "mfcolor") ?? ink,
            Ink(_outlines, at, "mlcolor") ?? ink,
            Word(_outlineWidths, at) is { } wide ? Width(wide) : 0.3);
    }

    public LineLook Line(int at, int place, double width = 0.5) => new(
        Ink(_lineInks, at, "lcolor") ?? _scheme.Color(_place ?? place),
        Word(_lineWidths, at) is { } wide ? Width(wide) : width,
        Word(_patterns, at) is { } pattern ? Pattern(pattern) : "solid");

    /// <summary>The line around an area, if it has one.</summary>
    public LineLook? Outline(int at, Ink usual, double width)
    {
        var ink = Ink(_lineInks, at, "lcolor") ?? usual;
        return ink.IsVisible ? new LineLook(ink, Word(_lineWidths, at) is { } wide ? Width(wide) : width, Word(_patterns, at) is { } pattern ? Pattern(pattern) : "solid") : null;
    }

    public Ink Area(int at, int place, Ink? usual = null, double intensity = 100)
    {
        var ink = Ink(_areaInks, at, "fcolor") ?? usual ?? _scheme.Color(_place ?? place);
        var share = _intensity ?? (_areaInks.Length > 0 ? 100 : intensity);
        return share >= 100 ? ink : ink.Times(share / 100);
    }

    public bool HasLineInk => _lineInks.Length > 0;

    /// <summary>The line options of what is no plot: reference lines.</summary>
    public static LineLook Line(OptionSet options, Scheme scheme, LineLook usual) => new(
        options.TakeText("lcolor", out var word, 2) ? Inks.Parse(word, scheme) ?? throw NoColor(word) : usual.Ink,
        options.TakeText("lwidth", out word, 2) ? Width(word) : usual.Width,
        options.TakeText("lpattern", out word, 2) ? Pattern(word) : usual.Pattern);

    public static StataError NoColor(string word) => new(198, $"colorstyle {word} not found");

    private static double Width(string word) => Sizes.Line(word) ?? throw new StataError(198, $"linewidthstyle {word} not found");

    private static string Pattern(string word) => Sizes.IsPattern(word) ? word : throw new StataError(198, $"linepatternstyle {word} not found");

    private Ink? Ink(string[] words, int at, string option)
    {
        if (words.Length >= 3 && option != "lpattern" && words.Length % 3 == 0 && words.All(word => byte.TryParse(word, out _)))
        {
            words = [string.Join(' ', words[..3])]; // "r g b" without its quotes
        }

        return Word(words, at) is { } word ? Inks.Parse(word, _scheme) ?? throw NoColor(word) : null;
    }

    private static string[] Take(OptionSet options, string name, int shortest) =>
        OptionWords.TakeLast(options, name, out var text, shortest) ? OptionWords.List(text) : [];

    /// <summary>The word for a variable: <c>=</c> is the one before, <c>..</c> goes on with it, <c>.</c> is the usual.</summary>
    private static string? Word(string[] words, int at)
    {
        if (words.Length == 0)
        {
            return null;
        }

        if (at >= words.Length)
        {
            return words[^1] is ".." or "..." && words.Length > 1 ? Word(words, words.Length - 2) : null;
        }

        return words[at] switch
        {
            "." => null,
            "=" or ".." or "..." => at == 0 ? null : Word(words, at - 1),
            var word => word,
        };
    }
}
