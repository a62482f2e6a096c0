using StataRuns.StandIn.Data;
using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Graphs.Pages;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary><c>scatter</c>, <c>line</c>, <c>connected</c>, <c>area</c>, <c>bar</c>, <c>spike</c>, <c>dropline</c>: y's against an x.</summary>
internal static class PointPlots
{
    public static TwowayPlot Read(PlotSource source, string type)
    {
        var (ys, x) = source.Variables(most: type is "scatter" or "line" or "connected" ? int.MaxValue : 2);
        var styles = source.Styles();
        var labels = type is "scatter" or "connected" ? PointLabelOptions.Take(source) : null;
        var (isSorted, connects) = (source.Options.Take("sort", 2), Connects(source.Options, type));
        var breaks = source.Options.TakeText("cmissing", out var missing, 2) && missing.StartsWith('n');
        var bars = type is "bar" or "area" or "spike" or "dropline" ? BarOptions.Take(source) : null;
        return new TwowayPlot(source.Rows, Draw, [.. ys.Select(y => new[] { TwowayPlot.TitleOf(y) })])
        {
            XTitle = bars is { IsHorizontal: true } ? TwowayPlot.TitleOf(ys[0]) : TwowayPlot.TitleOf(x),
            YTitle = bars is { IsHorizontal: true } ? TwowayPlot.TitleOf(x) : ys.Length == 1 ? TwowayPlot.TitleOf(ys[0]) : null,
            X = bars is { IsHorizontal: true } ? ys[0] : x,
            Y = bars is { IsHorizontal: true } ? x : ys[0],
            SitsOnBase = bars is { Base: 0 },
        };

        Layer[] Draw(int[] rows)
        {
            if (isSorted)
            {
                rows = [.. rows.OrderBy(x.Number)];
            }

            return [.. ys.Select((y, at) => bars is null ? Points(y, at, rows) : bars.Layer(type, source, styles, at, PlotSource.Columns(rows, y, x)))];
        }

        Layer Points(Variable y, int at, int[] rows)
        {
            var kept = Array.FindAll(rows, row => !Missing.Is(x.Number(row)) && (breaks || !Missing.Is(y.Number(row))));
            var layer = new Layer
            {
                Kind = LayerKind.Path,
                X = Array.ConvertAll(kept, x.Number),
                Y = Array.ConvertAll(kept, row => y.Number(row) is var value && Missing.Is(value) ? double.NaN : value),
                Line = connects ? styles.Line(at, source.Place + at) : null,
                Marker = type == "line" ? null : styles.Marker(at, source.Place + at),
            };
            return labels is null ? layer : labels.Put(layer, kept, at);
        }
    }

    private static bool Connects(OptionSet options, string type) =>
        OptionWords.TakeLast(options, "connect", out var text, 1)
            ? text.Split(' ')[0] switch { "l" or "direct" => true, "i" or "none" or "." => false, _ => throw StataError.NotImitated($"connect({text})") }
            : type is "line" or "connected";
}
