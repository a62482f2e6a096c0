using StataRuns.StandIn.Data;
using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Graphs.Pages;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary><c>mlabel(varname) mlabposition() mlabsize() mlabcolor() mlabgap()</c></summary>
internal sealed record PointLabelOptions(PlotSource Source, List<Variable> Variables, int Clock, double Size, Ink Ink)
{
    public static PointLabelOptions? Take(PlotSource source)
    {
        var options = source.Options;
        List<Variable> variables = OptionWords.TakeLast(options, "mlabel", out var text, 4) ? VariableList.Existing(source.Session.Data, text) : [];
        var clock = options.TakeText("mlabposition", out text, 5) ? (int)AxisOptions.Number(text) : 3;
        var size = options.TakeText("mlabsize", out text, 5) ? Sizes.Text(text) ?? throw OptionWords.Wrong("mlabsize") : Sizes.Small;
        var ink = options.TakeText("mlabcolor", out text, 5) ? Inks.Parse(text, source.Scheme) ?? throw StyleOptions.NoColor(text) : Ink.Black;
        options.TakeText("mlabgap", out _);
        options.TakeText("mlabangle", out _);
        return variables.Count == 0 ? null : new PointLabelOptions(source, variables, clock, size, ink);
    }

    public Layer Put(Layer layer, int[] rows, int at) => at >= Variables.Count ? layer : layer with
    {
        Labels = Array.ConvertAll(rows, row => Text(Variables[at], row)),
        LabelClock = Clock,
        LabelSize = Size,
        LabelInk = Ink,
    };

    private string Text(Variable variable, int row) => GraphText.Plain(CategoryNames.Of(Source.Session, variable, row));
}
