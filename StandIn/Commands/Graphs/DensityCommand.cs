using StataRuns.StandIn.Data;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Graphs.Pages;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary><c>kdensity varname [, bwidth() kernel() n() normal generate(x d) nograph]</c></summary>
internal static class DensityCommand
{
    private const int MostUsualPoints = 50;

    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var options = syntax.Options;
        var scheme = TwowayCommand.FindScheme(session, [rest]);
        var variable = VariableList.Single(session.Data, syntax.Before);
        int[] rows = [.. syntax.Selected()];
        var values = variable.IsText ? throw new StataError(109, "type mismatch") : PlotSource.Columns(rows, variable)[0];
        if (values.Length == 0)
        {
            throw new StataError(2000, "no observations");
        }

        var kernel = DensityPlot.TakeKernel(options);
        var bandwidth = options.TakeNumber("bwidth", 2) ?? KernelDensity.Bandwidth(Summary.Of(values));
        if (!(bandwidth > 0) || Missing.Is(bandwidth))
        {
            throw new StataError(198, "bwidth() must be positive");
        }

        var count = (int)(options.TakeNumber("n") ?? Math.Min(values.Length, MostUsualPoints));
        var (hasNormal, isSilent) = (options.Take("normal", 3), options.Take("nograph", 3));
        var names = options.TakeText("generate", out var generate, 1) ? VariableList.New(session.Data, generate) : [];
        var styles = new StyleOptions(options, scheme);
        var graph = GraphOptions.Take(session, options);
        options.Finish();
        GraphStore.Check(session, graph);

        var xs = DensityPlot.Grid(values.Min() - bandwidth, values.Max() + bandwidth, count);
        var ys = Array.ConvertAll(xs, x => KernelDensity.At(x, values, bandwidth, kernel.Function));
        Generate(session, names, xs, ys);
        Store(session, bandwidth, count, kernel.Name);
        if (isSilent)
        {
            return;
        }

        List<TwowayPlot> plots = [Plot(rows, xs, ys, "Kernel density estimate", styles.Line(0, 0, 0.6), variable)];
        if (hasNormal)
        {
            var summary = Summary.Of(values);
            var normal = Array.ConvertAll(xs, x => Distributions.NormalDensity((x - summary.Mean) / summary.StandardDeviation) / summary.StandardDeviation);
            plots.Add(Plot(rows, xs, normal, "Normal density", new LineLook(scheme.Color(1), 0.6), variable));
        }

        var page = new TwowayGraph(session, graph, null, plots) { XTitle = TwowayPlot.TitleOf(variable), YTitle = "Density" }.Build("kdensity" + rest);
        GraphStore.Put(session, graph, page with
        {
            Title = page.Title ?? new TextBlock(["Kernel density estimate"], Sizes.Large, scheme.TitleInk),
            Note = page.Note ?? new TextBlock([$"Kernel = {kernel.Name}, bandwidth = {DisplayFormat.Number('g', 6, 4).Bare(bandwidth)}"], Sizes.Small, Ink.Black, 7),
        });
    }

    private static TwowayPlot Plot(int[] rows, double[] xs, double[] ys, string name, LineLook look, Variable variable) =>
        new(rows, _ => [new Layer { Kind = LayerKind.Path, X = xs, Y = ys, Line = look }], [[name]]) { X = variable };

    private static void Generate(Session session, List<string> names, double[] xs, double[] ys)
    {
        if (names.Count is not (0 or 2))
        {
            throw OptionWords.Wrong("generate");
        }

        for (var at = 0; at < names.Count; at++)
        {
            if (xs.Length > session.Data.Observations)
            {
                session.Data.SetObservations(xs.Length);
            }

            var column = session.Data.Add(names[at], StorageType.Float);
            var values = at == 0 ? xs : ys;
            for (var row = 0; row < values.Length; row++)
            {
                column.Set(row, StorageType.Float.Store(values[row]));
            }
        }
    }

    private static void Store(Session session, double bandwidth, int count, string kernel)
    {
        var results = session.R = new Results();
        results.Set("bwidth", bandwidth);
        results.Set("n", count);
        results.Set("kernel", kernel);
    }
}
