using StataRuns.StandIn.Data;
using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Graphs.Pages;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary><c>graph matrix varlist [, half]</c>: every variable against every other; names stand in the diagonal.</summary>
internal static class MatrixGraphCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var options = syntax.Options;
        var scheme = TwowayCommand.FindScheme(session, [rest]);
        var variables = VariableList.Existing(session.Data, syntax.Before);
        if (variables.Count < 2)
        {
            throw variables.Count == 0 ? new StataError(100, "varlist required") : new StataError(102, "too few variables specified");
        }

        if (variables.Exists(variable => variable.IsText))
        {
            throw StataError.TypeMismatch();
        }

        var isHalf = options.Take("half");
        var marker = new StyleOptions(options, scheme).Marker(0, 0);
        var graph = GraphOptions.Take(session, options);
        options.Finish();
        GraphStore.Check(session, graph);

        // As in Stata, an observation that misses one of the variables is in none of the plots.
        var columns = PlotSource.Columns([.. syntax.Selected()], [.. variables]);
        var panels = new List<Panel>();
        for (var row = 0; row < variables.Count; row++)
        {
            for (var column = 0; column < variables.Count; column++)
            {
                panels.Add(isHalf && column > row ? new Panel { Ground = Ink.None } : Cell(session, graph, variables, columns, row, column, marker));
            }
        }

        GraphStore.Put(session, graph, graph.Page("graph matrix" + rest) with { Panels = [.. panels], Columns = variables.Count });
    }

    private static Panel Cell(Session session, GraphOptions graph, List<Variable> variables, double[][] columns, int row, int column, MarkerLook marker)
    {
        var isDiagonal = row == column;
        var x = Axis(session, graph, variables[column], columns[column], isVertical: false);
        var y = Axis(session, graph, variables[row], columns[row], isVertical: true);
        return new Panel
        {
            Layers = isDiagonal ? [Name(variables[row], x, y)] : [new Layer { Kind = LayerKind.Path, X = columns[column], Y = columns[row], Marker = marker with { Size = marker.Size * 0.8 } }],
            X = row == variables.Count - 1 ? x : x.Bare() with { HasTickMarks = false },
            Y = column == 0 ? y : y.Bare() with { HasTickMarks = false },
            Ground = graph.PlotGround,
        };
    }

    private static Layer Name(Variable variable, Axis x, Axis y) => new()
    {
        Kind = LayerKind.Path,
        X = [(x.Low + x.High) / 2],
        Y = [(y.Low + y.High) / 2],
        Labels = [TwowayPlot.TitleOf(variable)],
        LabelClock = 0,
        LabelSize = Sizes.MedSmall,
    };

    private static Axis Axis(Session session, GraphOptions graph, Variable variable, double[] values, bool isVertical) =>
        new AxisBuilder(session, graph.Scheme, isVertical) { Variable = variable }
            .Build(AxisOptions.Take(OptionSet.Parse(isVertical ? "ylabel(#3)" : "xlabel(#3)"), isVertical ? 'y' : 'x', graph.Scheme), values.DefaultIfEmpty(0).Min(), values.DefaultIfEmpty(1).Max())
        with { Title = null };
}
