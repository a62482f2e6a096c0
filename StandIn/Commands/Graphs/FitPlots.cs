using System.Globalization;
using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Graphs.Pages;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary><c>lfit</c>, <c>lfitci</c>, <c>qfit</c>, <c>qfitci</c>: a regression's line, with the confidence interval of its mean.</summary>
internal static class FitPlots
{
    private const int CurvePoints = 100;

    public static TwowayPlot Read(PlotSource source, string type)
    {
        var (ys, x) = source.Variables(2, 2);
        var styles = source.Styles();
        var options = source.Options;
        var (hasBand, degree) = (type.EndsWith("ci", StringComparison.Ordinal), type[0] == 'q' ? 2 : 1);
        var level = options.TakeNumber("level", 3) ?? source.Session.Settings.Level;
        var range = options.TakeText("range", out var ends) ? Data.NumberList.Parse(ends) : [];
        var (forecast, hidesLine) = (hasBand && options.Take("stdf"), hasBand && options.Take("nofit"));
        options.Take("stdp");
        return new TwowayPlot(source.Rows, Draw, hasBand ? [[string.Create(CultureInfo.InvariantCulture, $"{level:0.##}% CI")], ["Fitted values"]] : [["Fitted values"]])
        {
            XTitle = TwowayPlot.TitleOf(x),
            YTitle = hasBand ? TwowayPlot.TitleOf(ys[0]) : "Fitted values",
            X = x,
            Y = ys[0],
        };

        Layer[] Draw(int[] rows)
        {
            var columns = PlotSource.Columns(rows, ys[0], x);
            var line = new Layer { Kind = LayerKind.Path, X = [], Y = [], Line = hidesLine ? null : styles.Line(0, source.Place + (hasBand ? 1 : 0), 0.6) };
            var band = new Layer
            {
                Kind = LayerKind.Band, X = [], Y = [], EndY = [],
                Fill = styles.Area(0, source.Place, source.Scheme.BandFill), Line = styles.Outline(0, Ink.None, 0.2),
            };
            if (columns[0].Length > degree && PolynomialFit.Of(columns[1], columns[0], degree) is { } fit)
            {
                var (low, high) = range.Count == 2 ? (range[0], range[1]) : (columns[1].Min(), columns[1].Max());
                var points = degree == 1 && !hasBand ? 2 : CurvePoints;
                double[] at = [.. Enumerable.Range(0, points).Select(point => low + ((high - low) * point / (points - 1)))];
                line = line with { X = at, Y = Array.ConvertAll(at, fit.At) };
                if (hasBand && fit.ResidualDegrees > 0)
                {
                    var t = Distributions.InverseTTail(fit.ResidualDegrees, (1 - (level / 100)) / 2);
                    double Half(double value) => t * fit.StandardError(value, forecast);
                    band = band with { X = at, Y = Array.ConvertAll(at, value => fit.At(value) - Half(value)), EndY = Array.ConvertAll(at, value => fit.At(value) + Half(value)) };
                }
            }

            return hasBand ? [band, line] : [line];
        }
    }
}
