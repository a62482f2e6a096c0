using StataRuns.StandIn.Data;
using StataRuns.StandIn.Graphs.Pages;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary><c>twoway kdensity varname [, bwidth() kernel() n() range() area()]</c></summary>
internal static class DensityPlot
{
    private const int UsualPoints = 300;

    public static TwowayPlot Read(PlotSource source)
    {
        var variable = VariableList.Single(source.Session.Data, source.Syntax.Before);
        if (variable.IsText)
        {
            throw new StataError(109, "string variables not allowed in varlist;\n" + $"{variable.Name} is a string variable");
        }

        var styles = source.Styles();
        var options = source.Options;
        var width = options.TakeNumber("bwidth", 2);
        var count = (int)(options.TakeNumber("n") ?? UsualPoints);
        var area = options.TakeNumber("area") ?? 1;
        var kernel = TakeKernel(options);
        var range = options.TakeText("range", out var ends) ? NumberList.Parse(ends) : [];
        return new TwowayPlot(source.Rows, Draw, [[$"kdensity {variable.Name}"]])
        {
            XTitle = TwowayPlot.TitleOf(variable),
            YTitle = $"kdensity {variable.Name}",
            X = variable,
        };

        Layer[] Draw(int[] rows)
        {
            var values = PlotSource.Columns(rows, variable)[0];
            var layer = new Layer { Kind = LayerKind.Path, X = [], Y = [], Line = styles.Line(0, source.Place, 0.6) };
            if (values.Length < 2)
            {
                return [layer];
            }

            var bandwidth = width ?? KernelDensity.Bandwidth(Summary.Of(values));
            var (low, high) = range.Count == 2 ? (range[0], range[1]) : (values.Min() - bandwidth, values.Max() + bandwidth);
            var xs = Grid(low, high, count);
            return [layer with { X = xs, Y = Array.ConvertAll(xs, x => area * KernelDensity.At(x, values, bandwidth, kernel.Function)) }];
        }
    }

    /// <summary><c>kernel(name)</c>, or the name alone as an option.</summary>
    public static (string Name, Func<double, double> Function) TakeKernel(OptionSet options)
    {
        string[] names = ["epanechnikov", "epan2", "biweight", "cosine", "gaussian", "rectangle", "triangle"];
        if (options.TakeText("kernel", out var text, 1))
        {
            var name = Array.Find(names, name => OptionSet.IsAbbreviation(text, name, 3)) ?? throw OptionWords.Wrong("kernel");
            return (name, KernelDensity.Kernel(name)!);
        }

        var found = Array.Find(names, name => options.Take(name, 3)) ?? names[0];
        return (found, KernelDensity.Kernel(found)!);
    }

    public static double[] Grid(double low, double high, int count)
    {
        count = Math.Clamp(count, 2, 100_000);
        return [.. Enumerable.Range(0, count).Select(at => low + ((high - low) * at / (count - 1)))];
    }
}
