using System.Globalization;
using System.Text;
using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Macros;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Estimation.After;

/// <summary>
/// <c>estimates table [names] [, b[(%fmt)] se t p star[(# # #)] stats(names) keep() drop() equations(1) stfmt() varwidth(#)]</c>:
/// models side by side, a column each.
/// </summary>
internal sealed class EstimatesTable
{
    private readonly Session _session;
    private readonly List<string> _names;
    private readonly List<Results> _models;
    private readonly List<(char Kind, DisplayFormat Format)> _items = [];
    private readonly double[]? _stars;
    private readonly string[] _statistics;
    private readonly DisplayFormat? _statisticsFormat;
    private readonly int _cell;

    private EstimatesTable(Session session, List<string> names, OptionSet options)
    {
        (_session, _names) = (session, names);
        _models = [.. names.Select(name => EstimatesCommand.Find(session, name))];
        Item(options, 'b', "b");
        Item(options, 's', "se");
        Item(options, 't', "t");
        Item(options, 'p', "p");
        if (_items.Count == 0)
        {
            _items.Add(('b', DisplayFormat.Double));
        }

        _stars = options.Take("star") ? [.05, .01, .001]
            : options.TakeText("star", out var levels) ? [.. levels.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(level => TextFunctions.Real(level)).OrderDescending()]
            : null;
        _statistics = options.TakeText("stats", out var statistics, 1) ? statistics.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) : [];
        _statisticsFormat = options.TakeText("stfmt", out var format, 3) ? DisplayFormat.Parse(format) ?? throw new StataError(120, "invalid %format") : null;
        Keep = options.TakeText("keep", out var keep, 1) ? keep.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) : null;
        Drop = options.TakeText("drop", out var drop, 1) ? drop.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) : [];
        options.TakeText("title", out var title);
        Title = Tokens.Unquote(title);
        options.Finish();
        Check([.. Keep ?? [], .. Drop]);
        _cell = Math.Max(_items.Max(item => Math.Max(item.Format.Width, 10)), 10) + 3 + (_stars is null ? 0 : 3);
        if (_stars is not null && _items.Count > 1)
        {
            throw new StataError(198, "option star not allowed with se, t, or p");
        }
    }

    private string[]? Keep { get; }

    private string[] Drop { get; }

    private string Title { get; }

    public static void Run(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        var names = (comma < 0 ? rest : rest[..comma]).Trim();
        new EstimatesTable(session, names.Length == 0 ? ["."] : EstimatesCommand.Names(session, names), options).Show();
    }

    private void Item(OptionSet options, char kind, string name)
    {
        if (options.TakeText(name, out var text))
        {
            _items.Add((kind, DisplayFormat.Parse(text) ?? throw new StataError(120, "invalid %format")));
        }
        else if (options.Take(name))
        {
            _items.Add((kind, kind == 'b' ? DisplayFormat.Double : kind == 's' ? DisplayFormat.Double : kind == 't' ? DisplayFormat.Number('f', 7, 2) : DisplayFormat.Number('f', 7, 4)));
            if (kind != 'b' && !_items.Exists(item => item.Kind == 'b'))
            {
                _items.Insert(0, ('b', DisplayFormat.Double));
            }
        }
    }

    private void Show()
    {
        var console = _session.Console;
        var inner = new string('-', _cell * _models.Count);
        console.WriteLine();
        if (Title.Length > 0)
        {
            console.WriteLine(Title);
        }

        console.WriteLine("--------------" + inner);
        console.WriteLine("    Variable |" + string.Concat(_names.Select(name => Centred(name == "." ? "Active" : TextFunctions.Abbreviate(name, _cell - 1), _cell))));
        console.WriteLine("-------------+" + inner);
        Coefficients();
        if (_statistics.Length > 0)
        {
            console.WriteLine("-------------+" + inner);
            foreach (var statistic in _statistics)
            {
                Line(TextFunctions.Abbreviate(statistic, 12), _models.Select(model => Cell(Statistic(model, statistic), statistic is "N" or "rank" or "df_m" or "df_r" ? DisplayFormat.Double : _statisticsFormat ?? _items[0].Format)));
            }
        }

        console.WriteLine("--------------" + inner);
        var legend = _stars is not null
            ? "Legend: " + string.Join("; ", _stars.Select((level, i) => string.Create(CultureInfo.InvariantCulture, $"{new string('*', i + 1)} p<{DisplayFormat.Float.Bare(level)}")).Select(text => text.Replace("<.", "<0.", StringComparison.Ordinal)))
            : _items.Count > 1 ? "Legend: " + string.Join('/', _items.Select(item => item.Kind == 's' ? "se" : item.Kind.ToString())) : "";
        if (legend.Length > 0)
        {
            console.WriteLine(legend.PadLeft(14 + inner.Length));
        }
    }

    /// <summary>In the order of the models, each name once; the constant after all others.</summary>
    private void Coefficients()
    {
        var all = _models.SelectMany(model => model.Matrix("b")!.ColumnNames).Select(stripe => stripe.Name)
            .DistinctBy(FactorNames.Plain).Where(IsShown).OrderBy(name => name == "_cons" ? 1 : 0).ToList();
        var rows = _models.Select(model => CoefficientRows.Of(model, _session.Settings.Level, isExponential: false)).ToList();
        var layout = new RowLayout(_session, [.. all.Select(name => new CoefficientRow(new Stripe("", name), 0, 0, 0, 0, 0, 0, BestState(rows, name)))], new TableOptions(_session.Settings.Level), null, widest: 12);
        foreach (var line in layout.Lines)
        {
            if (line.Row is null)
            {
                _session.Console.WriteLine($"{line.Name}{(line.IsJoined ? "|" : " |")}");
                continue;
            }

            var found = rows.Select(model => Array.Find(model, row => FactorNames.AreSame(row.Stripe.Name, line.Row.Stripe.Name))).ToList();
            for (var i = 0; i < _items.Count; i++)
            {
                Line(i == 0 ? line.Name : new string(' ', 12), found.Select(row => Item(row, _items[i])));
            }
        }
    }

    private static CoefficientState BestState(List<CoefficientRow[]> models, string name) =>
        models.Select(rows => Array.Find(rows, row => FactorNames.AreSame(row.Stripe.Name, name))).Where(row => row is not null).Min(row => row!.State);

    private bool IsShown(string name) => (Keep is null || Keep.Any(kept => FactorNames.StandsFor(kept, name))) && !Drop.Any(dropped => FactorNames.StandsFor(dropped, name));

    /// <summary>A name that no model has would leave the table as if it had been followed.</summary>
    private void Check(string[] names)
    {
        var known = _models.SelectMany(model => model.Matrix("b")!.ColumnNames).Select(stripe => stripe.Name).ToList();
        if (Array.Find(names, name => !known.Exists(other => FactorNames.StandsFor(name, other))) is { } unknown)
        {
            throw new StataError(111, $"coefficient {unknown} does not occur in any of the models");
        }
    }

    private string Item(CoefficientRow? row, (char Kind, DisplayFormat Format) item)
    {
        if (row is null || row.State == CoefficientState.Base)
        {
            return new string(' ', _cell);
        }

        if (row.State != CoefficientState.Estimated)
        {
            return item.Kind == 'b' ? $" {(row.State == CoefficientState.Empty ? "(empty)" : "(omitted)"),10}".PadRight(_cell) : new string(' ', _cell);
        }

        var value = item.Kind switch
        {
            'b' => row.Coefficient,
            's' => row.StandardError,
            't' => row.Statistic,
            _ => row.Probability,
        };
        var stars = _stars is null || Missing.Is(row.Probability) ? 0 : _stars.Count(level => row.Probability < level);
        return Cell(value, item.Format, stars);
    }

    private string Cell(double value, DisplayFormat format, int stars = 0) =>
        (" " + format.Bare(value).PadLeft(_cell - 3 - (_stars is null ? 0 : 3)) + new string('*', stars)).PadRight(_cell);

    private void Line(string name, IEnumerable<string> cells)
    {
        var text = new StringBuilder($"{TableText.Right(name, 12)} |");
        foreach (var cell in cells)
        {
            text.Append(cell);
        }

        _session.Console.WriteLine(text.ToString());
    }

    private static double Statistic(Results model, string name) => name switch
    {
        "aic" when model.Get("ll") is { } ll && model.Get("rank") is { } rank => (-2 * ll.Number) + (2 * rank.Number),
        "bic" when model.Get("ll") is { } ll && model.Get("rank") is { } rank && model.Get("N") is { } n => (-2 * ll.Number) + (Math.Log(n.Number) * rank.Number),
        _ => model.Get(name) is { Text: null } value ? value.Number : Missing.System,
    };

    private static string Centred(string text, int width)
    {
        var left = (width - ByteText.Width(text)) / 2;
        return new string(' ', left) + text + new string(' ', width - ByteText.Width(text) - left);
    }
}
