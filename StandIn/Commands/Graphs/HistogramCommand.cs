using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Graphs.Pages;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary><c>histogram varname [, bin() width() start() discrete frequency percent fraction normal kdensity addlabels]</c></summary>
internal static class HistogramCommand
{
    private const int CurvePoints = 300;

    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var options = syntax.Options;
        var scheme = TwowayCommand.FindScheme(session, [rest]);
        var (hasNormal, hasDensity, addsLabels) = (options.Take("normal", 4), options.Take("kdensity", 4), options.Take("addlabels", 6));
        var normalLook = options.TakeText("normopts", out var look) ? new StyleOptions(OptionSet.Parse(look), scheme) : null;
        var densityLook = options.TakeText("kdenopts", out look) ? new StyleOptions(OptionSet.Parse(look), scheme) : null;
        var source = new PlotSource(session, syntax, scheme, [.. syntax.Selected()], 0);
        var histogram = new HistogramPlot(source);
        var by = ByOption.Take(session, options, scheme);
        var graph = GraphOptions.Take(session, options);
        options.Finish();
        GraphStore.Check(session, graph);

        Say(session, histogram);
        var bars = histogram.Plot;
        if (addsLabels)
        {
            bars = bars with { Draw = rows => [.. histogram.Plot.Draw(rows).Select(layer => layer with { Labels = Array.ConvertAll(layer.Y, DisplayFormat.Number('g', 6, 4).Bare), LabelClock = 12 })] };
        }

        List<TwowayPlot> plots = [bars];
        if (hasNormal)
        {
            plots.Add(Curve(histogram, bars.Rows, "Normal density", (normalLook ?? new StyleOptions(OptionSet.Parse(""), scheme)).Line(0, 1, 0.6), Normal));
        }

        if (hasDensity)
        {
            plots.Add(Curve(histogram, bars.Rows, "Kernel density", (densityLook ?? new StyleOptions(OptionSet.Parse(""), scheme)).Line(0, 2, 0.6), Density));
        }

        var page = new TwowayGraph(session, graph, by, plots) { XTitle = bars.XTitle, YTitle = bars.YTitle, HasUsualLegend = false }.Build("histogram" + rest);
        GraphStore.Put(session, graph, page);
    }

    private static void Say(Session session, HistogramPlot histogram)
    {
        string Show(double value) => DisplayFormat.Float.Bare(value);
        session.Console.WriteLine(histogram.IsDiscrete
            ? $"(start={Show(histogram.Start)}, width={Show(histogram.Width)})"
            : $"(bin={histogram.Bins}, start={Show(histogram.Start)}, width={Show(histogram.Width)})");
        var results = session.R = new Results();
        results.Set("N", histogram.Values.Length);
        results.Set("bin", histogram.Bins);
        results.Set("width", histogram.Width);
        results.Set("start", histogram.Start);
        results.Set("area", histogram.Factor(histogram.Values.Length));
    }

    private static TwowayPlot Curve(HistogramPlot histogram, int[] rows, string name, LineLook look, Func<double[], Func<double, double>> density) =>
        new(rows, chosen =>
        {
            var values = PlotSource.Columns(chosen, histogram.Variable)[0];
            var layer = new Layer { Kind = LayerKind.Path, X = [], Y = [], Line = look };
            if (values.Length < 2)
            {
                return [layer];
            }

            var of = density(values);
            var margin = histogram.IsDiscrete ? histogram.Width / 2 : 0;
            var xs = DensityPlot.Grid(values.Min() - margin, values.Max() + margin, CurvePoints);
            return [layer with { X = xs, Y = Array.ConvertAll(xs, x => histogram.Factor(values.Length) * of(x)) }];
        }, [[name]])
        { XTitle = "", YTitle = "" };

    private static Func<double, double> Normal(double[] values)
    {
        var summary = Summary.Of(values);
        return x => Distributions.NormalDensity((x - summary.Mean) / summary.StandardDeviation) / summary.StandardDeviation;
    }

    private static Func<double, double> Density(double[] values)
    {
        var bandwidth = KernelDensity.Bandwidth(Summary.Of(values));
        var kernel = KernelDensity.Kernel("epanechnikov")!;
        return x => KernelDensity.At(x, values, bandwidth, kernel);
    }
}
