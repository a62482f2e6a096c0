using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Graphs.Pages;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary><c>base() barwidth() horizontal</c>, and the layers of <c>bar</c>, <c>area</c>, <c>spike</c> and <c>dropline</c>.</summary>
internal sealed record BarOptions(double Base, double Width, bool IsHorizontal)
{
    public static BarOptions Take(PlotSource source)
    {
        var options = source.Options;
        var isHorizontal = options.Take("horizontal", 3);
        options.Take("vertical", 4);
        return new BarOptions(options.TakeNumber("base") ?? 0, options.TakeNumber("barwidth", 4) is { } width ? width : 1, isHorizontal);
    }

    public Layer Layer(string type, PlotSource source, StyleOptions styles, int at, double[][] columns)
    {
        var (ys, xs) = (columns[0], columns[1]);
        var place = source.Place + at;
        var bases = new double[ys.Length];
        Array.Fill(bases, Base);
        switch (type)
        {
            case "area":
                return new Layer
                {
                    Kind = LayerKind.Band, X = xs, Y = ys, EndY = bases,
                    Fill = styles.Area(at, place, intensity: 100), Line = styles.HasLineInk ? styles.Outline(at, Ink.None, 0.3) : null,
                };
            case "bar":
                return new Layer
                {
                    Kind = LayerKind.Bars, X = xs, Y = ys, EndY = bases, BarWidth = Width, IsHorizontal = IsHorizontal,
                    Fill = styles.Area(at, place, intensity: 85), Line = styles.Outline(at, source.Scheme.Color(place), 0.2),
                };
            default:
                return new Layer
                {
                    Kind = LayerKind.Segments,
                    X = IsHorizontal ? ys : xs,
                    Y = IsHorizontal ? xs : ys,
                    EndX = IsHorizontal ? bases : [],
                    EndY = IsHorizontal ? xs : bases,
                    Line = styles.Line(at, place),
                    Marker = type == "dropline" ? styles.Marker(at, place) : null,
                };
        }
    }
}
