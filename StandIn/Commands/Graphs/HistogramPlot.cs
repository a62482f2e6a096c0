using StataRuns.StandIn.Data;
using StataRuns.StandIn.Graphs.Pages;
using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary><c>twoway histogram</c>, and what <c>histogram</c> is made of.</summary>
internal sealed class HistogramPlot
{
    private readonly Variable _variable;
    private readonly PlotSource _source;
    private readonly StyleOptions _styles;
    private readonly double? _binOption;
    private readonly double? _widthOption;
    private readonly double? _startOption;
    private readonly double _gap;
    private readonly bool _isHorizontal;

    public HistogramPlot(PlotSource source)
    {
        _source = source;
        _variable = VariableList.Single(source.Session.Data, source.Syntax.Before);
        if (_variable.IsText)
        {
            throw new StataError(109, "string variables not allowed in varlist;\n" + $"{_variable.Name} is a string variable");
        }

        var options = source.Options;
        _binOption = options.TakeNumber("bin", 3);
        _widthOption = options.TakeNumber("width", 1);
        _startOption = options.TakeNumber("start", 5);
        IsDiscrete = options.Take("discrete", 1);
        _gap = options.TakeNumber("gap") ?? 0;
        _isHorizontal = options.Take("horizontal", 3);
        Measure = options.Take("frequency", 4) ? "Frequency" : options.Take("percent", 3) ? "Percent" : options.Take("fraction", 4) ? "Fraction" : "Density";
        options.Take("density", 4);
        if (_binOption is not null && _widthOption is not null)
        {
            throw new StataError(198, "options bin() and width() may not be combined");
        }

        _styles = source.Styles();
        Values = PlotSource.Columns(source.Rows, _variable)[0];
        if (Values.Length == 0)
        {
            throw new StataError(2000, "no observations");
        }

        Array.Sort(Values);
        Choose();
    }

    /// <summary>Sorted.</summary>
    public double[] Values { get; }

    public bool IsDiscrete { get; }

    public int Bins { get; private set; }

    public double Width { get; private set; }

    public double Start { get; private set; }

    /// <summary><c>Density</c>, <c>Fraction</c>, <c>Frequency</c> or <c>Percent</c>.</summary>
    public string Measure { get; }

    public Variable Variable => _variable;

    public TwowayPlot Plot => new(_source.Rows, rows => [Layer(PlotSource.Columns(rows, _variable)[0])], [[Measure]])
    {
        XTitle = _isHorizontal ? Measure : TwowayPlot.TitleOf(_variable),
        YTitle = _isHorizontal ? TwowayPlot.TitleOf(_variable) : Measure,
        X = _isHorizontal ? null : _variable,
        Y = _isHorizontal ? _variable : null,
        SitsOnBase = true,
    };

    /// <summary>What a density has to be multiplied by to be drawn over the bars.</summary>
    public double Factor(int count) => Measure switch
    {
        "Frequency" => count * Width,
        "Percent" => 100 * Width,
        "Fraction" => Width,
        _ => 1,
    };

    /// <summary>[R] histogram: min(sqrt(N), 10 log10(N)) bins where nothing is said.</summary>
    private void Choose()
    {
        var (low, high) = (Values[0], Values[^1]);
        Start = _startOption ?? low;
        if (Start > low)
        {
            throw new StataError(198, "start() may not be larger than minimum of " + _variable.Name);
        }

        if (IsDiscrete)
        {
            Width = _widthOption ?? SmallestStep();
            Bins = (int)Math.Floor(((high - Start) / Width) + 1e-9) + 1;
            return;
        }

        if (_widthOption is { } width)
        {
            Width = width > 0 ? width : throw OptionWords.Wrong("width");
            Bins = Math.Max(1, (int)Math.Ceiling(((high - Start) / width) - 1e-9));
            return;
        }

        Bins = _binOption is { } bins ? (int)bins : Math.Max(1, (int)Math.Floor(Math.Min(Math.Sqrt(Values.Length), 10 * Math.Log10(Values.Length))));
        if (Bins is < 1 or > 10_000)
        {
            throw OptionWords.Wrong("bin");
        }

        Width = high > Start ? (high - Start) / Bins : 1;
    }

    private double SmallestStep()
    {
        var step = double.PositiveInfinity;
        for (var at = 1; at < Values.Length; at++)
        {
            step = Values[at] > Values[at - 1] ? Math.Min(step, Values[at] - Values[at - 1]) : step;
        }

        return double.IsInfinity(step) ? 1 : step;
    }

    private Layer Layer(double[] values)
    {
        var counts = new double[Bins];
        foreach (var value in values)
        {
            var bin = (int)Math.Floor(((value - Start) / Width) + 1e-9);
            counts[Math.Clamp(bin, 0, Bins - 1)]++;
        }

        var divisor = Measure switch { "Frequency" => 1, "Percent" => values.Length / 100.0, "Fraction" => values.Length, _ => values.Length * Width };
        var centers = new double[Bins];
        for (var bin = 0; bin < Bins; bin++)
        {
            centers[bin] = Start + ((bin + (IsDiscrete ? 0 : 0.5)) * Width);
            counts[bin] = values.Length == 0 ? 0 : counts[bin] / divisor;
        }

        return new Layer
        {
            Kind = LayerKind.Bars,
            X = centers,
            Y = counts,
            EndY = new double[Bins],
            BarWidth = Width * (1 - (Math.Clamp(_gap, 0, 99) / 100)),
            IsHorizontal = _isHorizontal,
            Fill = _styles.Area(0, _source.Place, intensity: 70),
            Line = _styles.Outline(0, _source.Scheme.Color(_source.Place), 0.25),
        };
    }
}
