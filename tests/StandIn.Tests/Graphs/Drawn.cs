using System.Globalization;
using System.Xml.Linq;
using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Graphs;

/// <summary>A graph that a do-file drew, as the elements of its SVG.</summary>
internal sealed class Drawn
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private readonly XElement _root;

    private Drawn(string svg, string log)
    {
        _root = XDocument.Parse(svg, LoadOptions.PreserveWhitespace).Root!;
        Log = log;
    }

    /// <summary>Ten observations: x is 1 to 10, y is 3 + 2x and a little, g is 0 or 1 with value labels.</summary>
    public const string Data = """
        set obs 10
        generate x = _n
        generate y = 3 + 2*x + mod(_n, 3)
        generate g = _n > 4
        label variable x "Years of schooling"
        label variable y "Hourly wage"
        label define g 0 "Rural" 1 "Urban"
        label values g g

        """;

    public string Log { get; }

    public XElement Root => _root;

    /// <summary>What can be read in the picture, in the order of drawing.</summary>
    public IReadOnlyList<string> Texts => [.. _root.Descendants(Svg + "text").Select(text => text.Value)];

    /// <summary>Where the letters of texts stand that are not turned.</summary>
    public IEnumerable<(double X, double Y)> Positions =>
        from text in _root.Descendants(Svg + "text")
        where text.Attribute("transform") is null
        from x in ((string)text.Attribute("x")!).Split(',')
        select (double.Parse(x, CultureInfo.InvariantCulture), (double)text.Attribute("y")!);

    public int Circles => _root.Descendants(Svg + "ellipse").Count() + _root.Descendants(Svg + "circle").Count();

    /// <summary>The middles of round markers.</summary>
    public IReadOnlyList<(double X, double Y)> Markers => [.. _root.Descendants(Svg + "ellipse").Select(found => ((double)found.Attribute("cx")!, (double)found.Attribute("cy")!))];

    /// <summary>Filled rectangles of a colour.</summary>
    public int Rectangles(string fill) => Of("rect", "fill", fill).Count();

    public IEnumerable<XElement> Of(string element, string attribute, string value) =>
        _root.Descendants(Svg + element).Where(found => (string?)found.Attribute(attribute) == value);

    public static async Task<Drawn> ByAsync(string commands, string data = Data)
    {
        using var batch = new Batch();
        var log = await batch.RunAsync($"quietly {{\n{data}}}\n{commands}\ngraph export drawn.svg\n");
        Assert.True(File.Exists(batch["drawn.svg"]), log);
        return new Drawn(await File.ReadAllTextAsync(batch["drawn.svg"], TestContext.Current.CancellationToken), log);
    }
}
