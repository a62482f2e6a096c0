using StataRuns.StandIn.Data;
using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Graphs.Pages;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary><c>rcap</c>, <c>rspike</c>, <c>rarea</c>, <c>rbar</c>: from one y to another, against an x.</summary>
internal static class RangePlots
{
    public static TwowayPlot Read(PlotSource source, string type)
    {
        var (ys, x) = source.Variables(3, 3);
        var styles = source.Styles();
        var options = source.Options;
        var isHorizontal = options.Take("horizontal", 3);
        options.Take("vertical", 4);
        var isSorted = options.Take("sort", 2);
        var width = options.TakeNumber("barwidth", 4) ?? 1;
        if (isHorizontal && type is "rarea")
        {
            throw StataError.NotImitated("horizontal rarea plots");
        }

        var title = $"{TwowayPlot.TitleOf(ys[0])}/{TwowayPlot.TitleOf(ys[1])}";
        return new TwowayPlot(source.Rows, Draw, [[title]])
        {
            XTitle = isHorizontal ? title : TwowayPlot.TitleOf(x),
            YTitle = isHorizontal ? TwowayPlot.TitleOf(x) : title,
            X = isHorizontal ? ys[0] : x,
            Y = isHorizontal ? x : ys[0],
        };

        Layer[] Draw(int[] rows)
        {
            var columns = PlotSource.Columns(isSorted || type == "rarea" ? [.. rows.OrderBy(x.Number)] : rows, ys[0], ys[1], x);
            var layer = new Layer
            {
                Kind = type switch { "rarea" => LayerKind.Band, "rbar" => LayerKind.Bars, _ => LayerKind.Segments },
                X = columns[2],
                Y = columns[0],
                EndY = columns[1],
            };
            if (type == "rarea")
            {
                return [layer with { Fill = styles.Area(0, source.Place, intensity: 85), Line = styles.HasLineInk ? styles.Outline(0, Ink.None, 0.3) : null }];
            }

            if (type == "rbar")
            {
                return [layer with { BarWidth = width, IsHorizontal = isHorizontal, Fill = styles.Area(0, source.Place, intensity: 85), Line = styles.Outline(0, source.Scheme.Color(source.Place), 0.2) }];
            }

            layer = layer with { CapSize = type == "rcap" ? 0.9 : 0, Line = styles.Line(0, source.Place, 0.4) };
            return [isHorizontal ? layer with { X = columns[0], Y = columns[2], EndX = columns[1], EndY = columns[2] } : layer];
        }
    }
}
