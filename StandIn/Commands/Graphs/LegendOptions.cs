using System.Globalization;
using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Graphs.Pages;
using StataRuns.StandIn.Lexing;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary><c>legend(order(1 "a" 2) label(1 "b") position(6) cols(2) ring(0) off)</c>, all of them together.</summary>
internal sealed class LegendOptions
{
    private readonly Scheme _scheme;
    private readonly Dictionary<int, string[]> _labels = [];
    private List<(int? Plot, string[]? Lines)>? _order;
    private bool? _isOn;
    private int? _clock;
    private int? _columns;
    private int? _rows;
    private bool _isInside;
    private double _size = Sizes.Small;
    private bool? _hasFrame;
    private TextBlock? _title;

    private LegendOptions(Scheme scheme) => _scheme = scheme;

    public static LegendOptions Take(OptionSet options, Scheme scheme)
    {
        var legend = new LegendOptions(scheme);
        while (options.TakeText("legend", out var text, 3))
        {
            legend.Read(OptionSet.Parse(text));
        }

        return legend;
    }

    public void Label(int plot, string[] lines) => _labels.TryAdd(plot, lines);

    /// <summary>Null if there is none to be shown.</summary>
    /// <param name="entries">The graph's plots in order.</param>
    public Legend? Build(IReadOnlyList<LegendEntry> entries, bool isUsual)
    {
        if (!(_isOn ?? (isUsual || _order is not null)))
        {
            return null;
        }

        var shown = new List<LegendEntry>();
        foreach (var (plot, lines) in _order ?? [.. Enumerable.Range(1, entries.Count).Select(at => ((int?)at, (string[]?)null))])
        {
            if (plot is null)
            {
                shown.Add(new LegendEntry(lines!, null, null, null, Ink.None));
            }
            else if (plot <= entries.Count)
            {
                var entry = entries[plot.Value - 1];
                shown.Add(entry with { Lines = lines ?? _labels.GetValueOrDefault(plot.Value) ?? entry.Lines });
            }
        }

        if (shown.Count == 0)
        {
            return null;
        }

        var clock = _clock ?? _scheme.LegendClock;
        return new Legend
        {
            Entries = [.. shown],
            Title = _title,
            Clock = clock,
            IsInside = _isInside,
            Columns = _columns ?? (_rows is { } rows ? (shown.Count + rows - 1) / rows : clock is 6 or 12 or 5 or 7 or 1 or 11 && !_isInside ? Math.Max(2, _scheme.LegendColumns) : _scheme.LegendColumns),
            Size = _size,
            HasFrame = _hasFrame ?? _scheme.HasLegendFrame,
        };
    }

    private void Read(OptionSet options)
    {
        _isOn = options.Take("off") ? false : options.Take("on") ? true : _isOn;
        while (options.TakeText("label", out var text, 3))
        {
            var scanner = new Scanner(text);
            var plot = (int)AxisOptions.Number(scanner.Word());
            _labels[plot] = GraphText.Lines(scanner.Rest);
        }

        if (options.TakeText("order", out var order, 3))
        {
            Order(order);
        }

        _clock = OptionWords.TakeClock(options) ?? _clock;
        _columns = Count(options, "cols", 1) ?? Count(options, "columns", 4) ?? _columns;
        _rows = Count(options, "rows", 1) ?? _rows;
        if (options.TakeText("ring", out var ring))
        {
            _isInside = ring == "0";
        }

        if (options.TakeText("size", out var size, 3))
        {
            _size = Sizes.Text(size) ?? throw OptionWords.Wrong("size");
        }

        if (options.TakeText("title", out var title, 2) || options.TakeText("subtitle", out title, 3))
        {
            _title = TitleOption.Parse(title, _scheme, Sizes.MedSmall, Ink.Black, 12);
        }

        if (options.TakeText("region", out var region, 3))
        {
            var look = OptionSet.Parse(region);
            if (look.TakeText("lstyle", out var style) || look.TakeText("style", out style))
            {
                _hasFrame = style != "none";
            }

            if (look.TakeText("lcolor", out var ink, 2) || look.TakeText("lwidth", out ink, 2) || look.TakeText("lpattern", out ink, 2))
            {
                _hasFrame = ink is not ("none" or "white" or "blank");
            }
        }

        // Fine placement and sizes of keys, taken and not followed.
        string[] taken = ["symxsize", "symysize", "keygap", "colgap", "rowgap", "bmargin", "margin", "bplacement", "textwidth", "forcesize", "symplacement"];
        foreach (var name in taken)
        {
            options.TakeText(name, out _);
        }

        options.Take("span");
        options.Take("colfirst", 4);
        options.Take("nocolfirst", 6);
        options.Take("all");
        options.Take("stack");
        options.Finish();
    }

    private static int? Count(OptionSet options, string name, int shortest) =>
        !options.TakeText(name, out var text, shortest) ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count
        : throw OptionWords.Wrong(name);

    private void Order(string text)
    {
        _order = [];
        var scanner = new Scanner(text);
        scanner.SkipBlanks();
        while (!scanner.IsAtEnd)
        {
            var word = scanner.Word(out var isText);
            scanner.SkipBlanks();
            if (isText)
            {
                if (_order.Count == 0)
                {
                    throw OptionWords.Wrong("order");
                }

                var (plot, lines) = _order[^1];
                _order[^1] = (plot, [.. lines ?? [], GraphText.Plain(word)]);
            }
            else
            {
                _order.Add((word == "-" ? null : (int)AxisOptions.Number(word), word == "-" ? [] : null));
            }
        }
    }
}
