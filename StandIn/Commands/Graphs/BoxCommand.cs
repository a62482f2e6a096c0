using StataRuns.StandIn.Data;
using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Graphs.Pages;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary><c>graph box|hbox varlist [, over() over() nooutsides missing]</c>: quartiles, adjacent values, what lies outside.</summary>
internal static class BoxCommand
{
    private const double Margin = 3;
    private const double BoxWidth = 0.8;

    public static void Run(Session session, string rest, bool isHorizontal)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var options = syntax.Options;
        var scheme = TwowayCommand.FindScheme(session, [rest]);
        var variables = VariableList.Existing(session.Data, syntax.Before);
        if (variables.Count == 0)
        {
            throw new StataError(100, "varlist required");
        }

        if (variables.Exists(variable => variable.IsText))
        {
            throw StataError.TypeMismatch();
        }

        var overs = OverOption.Take(session, options);
        var (hidesOutside, keepsMissing, asBoxes) = (options.Take("nooutsides", 5), options.Take("missing", 4), options.Take("asyvars", 3));
        options.TakeText("medtype", out _);
        var graph = GraphOptions.Take(session, options);
        options.Finish();
        if (overs.Count > 2 || asBoxes)
        {
            throw StataError.NotImitated(asBoxes ? "graph box, asyvars" : "three over() options");
        }

        int[] rows = [.. syntax.Selected().Where(row => variables.Exists(variable => !Missing.Is(variable.Number(row))))];
        if (rows.Length == 0)
        {
            throw new StataError(2000, "no observations");
        }

        GraphStore.Check(session, graph);
        var layout = CategoryLayout.Of(session, overs, rows, variables.Count, keepsMissing, group => Summary.Of(PlotSource.Columns(group, variables[0])[0]).Percentile(50));
        Layer[] layers = [.. variables.SelectMany((variable, at) => Boxes(layout, variable, at, variables.Count, scheme, hidesOutside).Select(layer => isHorizontal ? Turned(layer) : layer))];
        var (low, high) = Extent.Of(layers, !isHorizontal, isLog: graph.Y.IsLog);
        var values = new AxisBuilder(session, scheme, !isHorizontal) { Variable = variables[0], UsualTitle = variables.Count == 1 ? [TwowayPlot.TitleOf(variables[0])] : [] }.Build(graph.Y, low, high);
        var categories = layout.Axis(overs, Margin, isHorizontal);
        LegendEntry[] entries = [.. variables.Select((variable, at) => new LegendEntry([TwowayPlot.TitleOf(variable)], LayerKind.Bars, new LineLook(scheme.Color(at), 0.3), null, scheme.Color(at).Times(0.55)))];
        GraphStore.Put(session, graph, graph.Page($"graph {(isHorizontal ? "hbox" : "box")}{rest}") with
        {
            Panels = [new Panel { Layers = layers, X = isHorizontal ? values : categories, Y = isHorizontal ? categories : values, Ground = graph.PlotGround, Aspect = graph.Aspect }],
            Legend = graph.Legend.Build(entries, entries.Length > 1),
        });
    }

    private static IEnumerable<Layer> Boxes(CategoryLayout layout, Variable variable, int at, int count, Scheme scheme, bool hidesOutside)
    {
        var line = new LineLook(scheme.Color(at), 0.35);
        var (places, low, high, middle) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var (whiskerPlaces, whiskerFrom, whiskerTo) = (new List<double>(), new List<double>(), new List<double>());
        var (outsidePlaces, outside) = (new List<double>(), new List<double>());
        foreach (var category in layout.Categories)
        {
            var summary = Summary.Of(PlotSource.Columns(category.Rows, variable)[0]);
            if (summary.Count == 0)
            {
                continue;
            }

            var place = category.Middle + at + 0.5 - (count / 2.0);
            var (lower, upper) = (summary.Percentile(25), summary.Percentile(75));
            var reach = 1.5 * (upper - lower);
            var inside = summary.Sorted.Where(value => value >= lower - reach && value <= upper + reach).ToArray();
            places.Add(place);
            low.Add(lower);
            high.Add(upper);
            middle.Add(summary.Percentile(50));
            whiskerPlaces.AddRange([place, place]);
            whiskerFrom.AddRange([lower, upper]);
            whiskerTo.AddRange([Math.Min(lower, inside[0]), Math.Max(upper, inside[^1])]);
            var beyond = hidesOutside ? [] : summary.Sorted.Where(value => value < lower - reach || value > upper + reach).ToArray();
            outside.AddRange(beyond);
            outsidePlaces.AddRange(beyond.Select(_ => place));
        }

        const double half = BoxWidth / 2;
        yield return new Layer { Kind = LayerKind.Segments, X = [.. whiskerPlaces], Y = [.. whiskerFrom], EndX = [.. whiskerPlaces], EndY = [.. whiskerTo], Line = line };
        yield return new Layer
        {
            Kind = LayerKind.Segments, Line = line, Y = [.. whiskerTo], EndY = [.. whiskerTo],
            X = [.. whiskerPlaces.Select(place => place - (half / 2))], EndX = [.. whiskerPlaces.Select(place => place + (half / 2))],
        };
        yield return new Layer { Kind = LayerKind.Bars, X = [.. places], Y = [.. high], EndY = [.. low], BarWidth = BoxWidth, Fill = scheme.Color(at).Times(0.55), Line = line };
        yield return new Layer
        {
            Kind = LayerKind.Segments, Line = line with { Width = 0.7 }, Y = [.. middle], EndY = [.. middle],
            X = [.. places.Select(place => place - half)], EndX = [.. places.Select(place => place + half)],
        };
        yield return new Layer
        {
            Kind = LayerKind.Path, X = [.. outsidePlaces], Y = [.. outside],
            Marker = new MarkerLook(MarkerSymbol.Circle, false, 1.6, scheme.Color(at), scheme.Color(at), 0),
        };
    }

    private static Layer Turned(Layer layer) => layer.Kind == LayerKind.Bars
        ? layer with { IsHorizontal = true }
        : layer with { X = layer.Y, Y = layer.X, EndX = layer.EndY, EndY = layer.EndX };
}
