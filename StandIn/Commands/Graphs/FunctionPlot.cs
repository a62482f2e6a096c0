using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions;
using StataRuns.StandIn.Graphs.Pages;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary><c>twoway function [y =] f(x) [, range(a b) n(#)]</c></summary>
internal static class FunctionPlot
{
    private const int UsualPoints = 300;

    public static TwowayPlot Read(PlotSource source)
    {
        var styles = source.Styles();
        var options = source.Options;
        var count = (int)(options.TakeNumber("n") ?? UsualPoints);
        var name = options.TakeText("xvarname", out var given) ? given : "x";
        var (low, high) = Range(source, options);
        var text = source.Syntax.Before;
        var scanner = new Scanner(text);
        var (yName, formula) = (scanner.Name(), text);
        scanner.SkipBlanks();
        if (yName.Length > 0 && scanner.Here == '=' && !scanner.Rest.StartsWith("==", StringComparison.Ordinal))
        {
            formula = scanner.Rest[1..];
        }
        else
        {
            yName = "y";
        }

        if (formula.Trim().Length == 0)
        {
            throw StataError.InvalidSyntax();
        }

        var xs = DensityPlot.Grid(low, high, count);
        var ys = Evaluate(source.Session, formula, name, xs);
        var layer = new Layer
        {
            Kind = LayerKind.Path,
            X = [.. xs.Where((_, at) => !Missing.Is(ys[at]))],
            Y = [.. ys.Where(value => !Missing.Is(value))],
            Line = styles.Line(0, source.Place, 0.6),
        };
        return new TwowayPlot(source.Rows, _ => [layer], [[yName]]) { XTitle = name, YTitle = yName };
    }

    private static (double Low, double High) Range(PlotSource source, OptionSet options)
    {
        if (!options.TakeText("range", out var text, 2))
        {
            return (0, 1);
        }

        if (source.Session.Data.Exact(text) is { IsText: false } variable)
        {
            var values = source.Rows.Select(variable.Number).Where(value => !Missing.Is(value)).DefaultIfEmpty(0).ToArray();
            return (values.Min(), values.Max());
        }

        var numbers = OptionWords.List(text).Select(source.Session.Number).ToArray();
        return numbers.Length == 2 && numbers[0] < numbers[1] ? (numbers[0], numbers[1]) : throw OptionWords.Wrong("range");
    }

    /// <summary>The expression's x is a variable of a dataset that exists for this alone; all else it names is the session's.</summary>
    private static double[] Evaluate(Session session, string formula, string name, double[] xs)
    {
        var data = session.Data;
        var kept = data.Copy();
        try
        {
            data.Clear();
            var x = data.Add(name, StorageType.Double);
            data.SetObservations(xs.Length);
            for (var at = 0; at < xs.Length; at++)
            {
                x.Set(at, xs[at]);
            }

            var expression = ExpressionParser.Parse(session, formula).MustBeNumber();
            return [.. Enumerable.Range(0, xs.Length).Select(expression.Number)];
        }
        finally
        {
            data.Load(kept);
        }
    }
}
