using StataRuns.StandIn.Data;
using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Graphs.Pages;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary><c>by(varlist, total missing rows() cols() xrescale yrescale title() note() legend())</c>: small multiples.</summary>
internal sealed class ByOption
{
    private readonly Session _session;
    private readonly bool _keepsMissing;
    private readonly int? _rows;
    private readonly int? _columns;

    private ByOption(Session session, string text, Scheme scheme)
    {
        _session = session;
        var (names, options) = OptionWords.Split(text);
        Variables = VariableList.Existing(session.Data, names);
        if (Variables.Count == 0)
        {
            throw new StataError(100, "varlist required");
        }

        HasTotal = options.Take("total");
        _keepsMissing = options.Take("missing", 4);
        var both = options.Take("rescale");
        RescalesX = options.Take("xrescale", 4) || both;
        RescalesY = options.Take("yrescale", 4) || both;
        _rows = (int?)options.TakeNumber("rows", 1);
        _columns = (int?)options.TakeNumber("cols", 1);
        Title = options.TakeText("title", out var title, 2) ? TitleOption.Parse(title, scheme, Sizes.Large, scheme.TitleInk, 12) : null;
        Subtitle = options.TakeText("subtitle", out title, 5) ? TitleOption.Parse(title, scheme, Sizes.Medium, scheme.TitleInk, 12) : null;
        Note = options.TakeText("note", out title)
            ? TitleOption.Parse(title, scheme, Sizes.Small, Ink.Black, 7)
            : new TextBlock([$"Graphs by {string.Join(" and ", Variables.Select(TwowayPlot.TitleOf))}"], Sizes.Small, Ink.Black, 7);
        LegendText = options.TakeText("legend", out var legend, 3) ? legend : null;
        options.Take("compact");
        options.TakeText("iscale", out _);
        options.TakeText("imargin", out _);
        options.TakeText("style", out _);
        options.Finish();
    }

    public List<Variable> Variables { get; }

    public bool HasTotal { get; }

    public bool RescalesX { get; }

    public bool RescalesY { get; }

    public TextBlock? Title { get; }

    public TextBlock? Subtitle { get; }

    public TextBlock Note { get; }

    /// <summary>Options of the legend, which stands once for all panels.</summary>
    public string? LegendText { get; }

    public static ByOption? Take(Session session, OptionSet options, Scheme scheme) =>
        options.TakeText("by", out var text) ? new ByOption(session, text, scheme) : null;

    public List<(string Title, HashSet<int>? Rows)> Groups(IEnumerable<int> rows)
    {
        List<(string, HashSet<int>?)> groups = [.. CategoryNames.Groups(_session, Variables, rows, _keepsMissing)
            .Select(group => (string.Join(", ", group.Names), (HashSet<int>?)[.. group.Rows]))];
        if (HasTotal)
        {
            groups.Add(("Total", null));
        }

        return groups.Count > 0 ? groups : throw new StataError(2000, "no observations");
    }

    public int Columns(int panels) =>
        _columns is > 0 and var columns ? Math.Min(columns, panels)
        : _rows is > 0 and var rows ? (panels + rows - 1) / rows
        : (int)Math.Ceiling(Math.Sqrt(panels));
}
