using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary><c>twoway</c>, <c>scatter</c>, <c>line</c>: plots over one another on common axes.</summary>
internal static class TwowayCommand
{
    public static void Twoway(Session session, string rest) => Run(session, rest, "twoway" + rest);

    public static void Scatter(Session session, string rest) => Run(session, "scatter" + rest, "scatter" + rest);

    public static void Line(Session session, string rest) => Run(session, "line" + rest, "line" + rest);

    private static void Run(Session session, string text, string command)
    {
        var (plots, behind) = PlotSplitter.Split(text);
        if (plots.Count == 0)
        {
            throw StataError.InvalidSyntax();
        }

        // A scheme decides what plots look like, and may stand anywhere among the options.
        var scheme = FindScheme(session, [.. plots, behind]);
        var restriction = behind.Length > 0 ? CommandSyntax.Parse(session, behind) : null;
        var read = new List<TwowayPlot>();
        var left = new List<string>();
        foreach (var plot in plots)
        {
            read.Add(PlotTypes.Read(session, plot, restriction, scheme, read.Sum(other => other.LegendTexts.Length), out var options));
            left.Add(options);
        }

        var all = OptionSet.Parse($"{string.Join(' ', left)} {(restriction is null ? "" : OptionWords.AsText(restriction.Options))}");
        var by = ByOption.Take(session, all, scheme);
        if (by?.LegendText is { } legend)
        {
            all = OptionSet.Parse($"{OptionWords.AsText(all)} legend({legend})");
        }

        var graph = GraphOptions.Take(session, all);
        all.Finish();
        GraphStore.Check(session, graph);
        GraphStore.Put(session, graph, new TwowayGraph(session, graph, by, read).Build(command.Trim()));
    }

    public static Scheme FindScheme(Session session, IEnumerable<string> parts)
    {
        foreach (var part in parts)
        {
            var comma = CommandSplitter.OptionsComma(part);
            if (comma >= 0 && OptionSet.Parse(part[(comma + 1)..]) is var options && options.Left.Any(option => option.Name == "scheme"))
            {
                return GraphOptions.ChosenScheme(session, options);
            }
        }

        return GraphOptions.ChosenScheme(session, OptionSet.Parse(""));
    }
}
