using StataRuns.StandIn.Data;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Graphs.Pages;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary><c>graph bar|hbar [(stat)] varlist [, over() over() asyvars stack percentages blabel() missing nofill]</c></summary>
internal sealed class CategoryCommand
{
    private const double Margin = 2.5;
    private readonly Session _session;
    private readonly bool _isHorizontal;
    private readonly List<Statistic> _statistics;
    private readonly List<OverOption> _overs;
    private readonly OverOption? _asBars;
    private readonly int[] _rows;
    private readonly bool _isStacked;
    private readonly bool _isShared;
    private readonly bool _keepsMissing;
    private readonly string? _blabel;
    private readonly DisplayFormat _blabelFormat = DisplayFormat.Float;
    private readonly double _blabelSize = Sizes.Small;
    private readonly Dictionary<int, StyleOptions> _bars = [];
    private readonly double? _intensity;
    private readonly ByOption? _by;
    private readonly GraphOptions _graph;

    private CategoryCommand(Session session, string rest, bool isHorizontal)
    {
        (_session, _isHorizontal) = (session, isHorizontal);
        var syntax = CommandSyntax.Parse(session, rest);
        var options = syntax.Options;
        var scheme = TwowayCommand.FindScheme(session, [rest]);
        _statistics = Statistics(session, syntax.Before);
        _overs = OverOption.Take(session, options);
        _keepsMissing = options.Take("missing", 4);
        _isStacked = options.Take("stack");
        _isShared = options.Take("percentages", 7);
        var asBars = options.Take("asyvars", 3);
        options.Take("ascategory", 5);
        options.Take("nofill");
        options.TakeText("bargap", out _);
        options.TakeText("outergap", out _);
        _intensity = options.TakeNumber("intensity", 3);
        if (options.TakeText("blabel", out var label, 4))
        {
            var (what, suboptions) = OptionWords.Split(label);
            _blabel = what is "bar" or "total" or "name" or "group" or "none" ? what : throw OptionWords.Wrong("blabel");
            if (suboptions.TakeText("format", out var format, 4))
            {
                _blabelFormat = DisplayFormat.Parse(format) ?? throw new StataError(120, "invalid format");
            }

            _blabelSize = suboptions.TakeText("size", out var size, 3) ? Sizes.Text(size) ?? throw OptionWords.Wrong("size") : _blabelSize;
            suboptions.TakeText("position", out _, 3);
            suboptions.TakeText("color", out _, 3);
            suboptions.Finish();
        }

        while (options.TakeText("bar", out var bar))
        {
            var (at, look) = OptionWords.Split(bar);
            _bars[(int)AxisOptions.Number(at) - 1] = new StyleOptions(look, scheme);
            look.Finish();
        }

        int[] rows = [.. syntax.Selected()];
        _rows = _statistics.Exists(statistic => statistic.Variable is null) || _statistics.Count == 0
            ? rows
            : Array.FindAll(rows, row => _statistics.Exists(statistic => !Missing.Is(statistic.Variable!.Number(row))));

        // With asyvars, or if bars are stacked over two variables, the first over() makes the bars of a category.
        if (_overs.Count > 0 && (asBars || (_isStacked && _statistics.Count == 1)))
        {
            _asBars = _statistics.Count == 1 ? _overs[0] : throw new StataError(198, "asyvars may not be combined with several yvars");
            _overs.RemoveAt(0);
        }

        if (_overs.Count > 2)
        {
            throw StataError.NotImitated("three over() options");
        }

        _by = ByOption.Take(session, options, scheme);
        if (_by?.LegendText is { } legend)
        {
            options = OptionSet.Parse($"{OptionWords.AsText(options)} legend({legend})");
        }

        _graph = GraphOptions.Take(session, options);
        options.Finish();
        if (_rows.Length == 0)
        {
            throw new StataError(2000, "no observations");
        }
    }

    public static void Run(Session session, string rest, bool isHorizontal)
    {
        var command = new CategoryCommand(session, rest, isHorizontal);
        GraphStore.Check(session, command._graph);
        GraphStore.Put(session, command._graph, command.Build($"graph {(isHorizontal ? "hbar" : "bar")}{rest}"));
    }

    private Page Build(string command)
    {
        var groups = _by?.Groups(_rows) ?? [("", null)];
        var bars = Bars();
        var drawn = groups.ConvertAll(group => Draw(group.Rows is null ? _rows : Array.FindAll(_rows, group.Rows.Contains), bars));
        var all = drawn.SelectMany(panel => panel.Layers).ToArray();
        var columns = _by?.Columns(groups.Count) ?? 1;
        var title = Title();
        var panels = new List<Panel>();
        for (var at = 0; at < drawn.Count; at++)
        {
            var values = Values(_by is { RescalesY: true } ? drawn[at].Layers : all, _by is null ? title : []);
            if (_by is not null)
            {
                values = (_isHorizontal ? at + columns >= drawn.Count : at % columns == 0) ? values with { Title = null } : values.Bare();
            }

            var categories = drawn[at].Layout.Axis(_overs, Margin, _isHorizontal);
            panels.Add(new Panel
            {
                Title = groups[at].Title, Layers = drawn[at].Layers, X = _isHorizontal ? values : categories, Y = _isHorizontal ? categories : values,
                Ground = _graph.PlotGround, Aspect = _graph.Aspect,
            });
        }

        LegendEntry[] entries = [.. bars.Select((bar, at) => new LegendEntry([bar.Name], LayerKind.Bars, Outline(at), null, Fill(at)))];
        var page = _graph.Page(command) with
        {
            Panels = [.. panels],
            Columns = columns,
            Legend = _graph.Legend.Build(entries, entries.Length > 1),
        };
        return _by is null ? page : page with
        {
            Title = _by.Title ?? page.Title,
            Subtitle = _by.Subtitle ?? page.Subtitle,
            Note = page.Note ?? (_by.Note.IsEmpty ? null : _by.Note),
            SharedX = _isHorizontal ? Values(all, title).Title : null,
            SharedY = _isHorizontal ? null : Values(all, title).Title,
        };
    }

    /// <summary>What stands side by side in each category: the statistics, or the groups of a variable.</summary>
    private List<(string Name, Func<int[], double> Value)> Bars()
    {
        if (_asBars is null)
        {
            return _statistics.ConvertAll(statistic => (statistic.Title, (Func<int[], double>)(rows => statistic.Value(rows, _rows.Length))));
        }

        return CategoryLayout.Groups(_session, _asBars, _rows, _keepsMissing, rows => _statistics[0].Value(rows, _rows.Length)).ConvertAll(group =>
        {
            var members = group.Rows.ToHashSet();
            return (group.Name, (Func<int[], double>)(rows => _statistics[0].Value(Array.FindAll(rows, members.Contains), _rows.Length)));
        });
    }

    private (Layer[] Layers, CategoryLayout Layout) Draw(int[] rows, List<(string Name, Func<int[], double> Value)> bars)
    {
        var layout = CategoryLayout.Of(_session, _overs, rows, _isStacked ? 1 : bars.Count, _keepsMissing, group => bars[0].Value(group));
        var values = layout.Categories.ConvertAll(category => bars.ConvertAll(bar => bar.Value(category.Rows)));
        if (_isShared)
        {
            foreach (var of in values)
            {
                var sum = of.Where(value => !double.IsNaN(value)).Sum();
                for (var at = 0; at < of.Count; at++)
                {
                    of[at] = 100 * of[at] / sum;
                }
            }
        }

        var tops = new double[values.Count];
        return ([.. bars.Select((_, at) => Bar(layout, values, at, bars, tops))], layout);
    }

    private Layer Bar(CategoryLayout layout, List<List<double>> values, int at, List<(string Name, Func<int[], double> Value)> bars, double[] tops)
    {
        var (places, heights, bases, texts) = (new List<double>(), new List<double>(), new List<double>(), new List<string>());
        for (var category = 0; category < values.Count; category++)
        {
            var value = values[category][at];
            if (double.IsNaN(value))
            {
                continue;
            }

            var start = _isStacked ? tops[category] : 0;
            places.Add(layout.Categories[category].Middle + (_isStacked ? 0 : at + 0.5 - (bars.Count / 2.0)));
            bases.Add(start);
            heights.Add(start + value);
            tops[category] += value;
            texts.Add(_blabel switch
            {
                "bar" => _blabelFormat.Bare(value),
                "total" => _blabelFormat.Bare(start + value),
                "name" => bars[at].Name,
                "group" when layout.Ticks.Length > category => layout.Ticks[category].Label,
                _ => "",
            });
        }

        return new Layer
        {
            Kind = LayerKind.Bars, X = [.. places], Y = [.. heights], EndY = [.. bases], BarWidth = 1, IsHorizontal = _isHorizontal,
            Fill = Fill(at), Line = Outline(at), Labels = _blabel is null or "none" ? [] : [.. texts],
            LabelClock = _isHorizontal ? 3 : 12, LabelSize = _blabelSize,
        };
    }

    private Ink Fill(int at)
    {
        var style = _bars.GetValueOrDefault(at) ?? new StyleOptions(OptionSet.Parse(""), _graph.Scheme);
        return style.Area(0, at, intensity: _intensity ?? 85);
    }

    private LineLook? Outline(int at) =>
        _bars.TryGetValue(at, out var style) ? style.Outline(0, Fill(at), 0.2) : new LineLook(_graph.Scheme.Color(at), 0.2);

    private Axis Values(Layer[] layers, string[] title)
    {
        var (low, high) = Extent.Of(layers, !_isHorizontal, isLog: false);
        var axis = new AxisBuilder(_session, _graph.Scheme, !_isHorizontal) { UsualTitle = title, SitsOnBase = true }.Build(_graph.Y, Math.Min(low, 0), Math.Max(high, 0));
        return axis with { HasGrid = _graph.Y.Labels.LastOrDefault()?.Grid ?? true, HighMargin = _blabel is null ? 3.5 : _isHorizontal ? 10 : 6 };
    }

    private string[] Title()
    {
        if (_isShared)
        {
            return ["percent"];
        }

        if (_statistics.Count == 1)
        {
            return [_statistics[0].Title];
        }

        return [];
    }

    private static List<Statistic> Statistics(Session session, string text)
    {
        var statistics = new List<Statistic>();
        var name = "mean";
        var (isNamed, hasVariables) = (false, false);
        var scanner = new Scanner(text);
        scanner.SkipBlanks();
        while (!scanner.IsAtEnd)
        {
            if (scanner.Here == '(')
            {
                Finish();
                name = scanner.Bracketed('(', ')').Trim();
                name = Statistic.IsName(name) ? name : name is "asis" or "first" or "last" or "semean" or "var" ? throw StataError.NotImitated($"graph bar ({name})") : throw new StataError(198, $"({name}) is not a statistic");
                (isNamed, hasVariables) = (true, false);
                scanner.SkipBlanks();
                continue;
            }

            var word = Word(ref scanner);
            if (word.Contains('=', StringComparison.Ordinal))
            {
                throw StataError.NotImitated("new names in graph bar");
            }

            foreach (var variable in VariableList.Existing(session.Data, word))
            {
                statistics.Add(variable.IsText ? throw StataError.TypeMismatch() : Statistic.Of(name, variable));
            }

            hasVariables = true;
            scanner.SkipBlanks();
        }

        Finish();
        return statistics.Count > 0 ? statistics : [new Statistic("percent", null, "percent")];

        // (count) or (percent) alone counts observations.
        void Finish()
        {
            if (isNamed && !hasVariables)
            {
                statistics.Add(name is "count" or "percent" ? new Statistic(name, null, name == "count" ? "frequency" : "percent") : throw new StataError(100, "varlist required"));
            }
        }
    }

    private static string Word(ref Scanner scanner)
    {
        var start = scanner.Position;
        while (!scanner.IsAtEnd && scanner.Here is not (' ' or '\t' or '('))
        {
            scanner.Position++;
        }

        return scanner.Text[start..scanner.Position];
    }
}
