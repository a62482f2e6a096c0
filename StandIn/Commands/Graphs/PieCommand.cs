using StataRuns.StandIn.Data;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Graphs.Pages;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary><c>graph pie varlist</c>, <c>graph pie [varname], over(varname) [plabel(_all sum|percent|name) sort descending missing pie()]</c></summary>
internal static class PieCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var options = syntax.Options;
        var scheme = TwowayCommand.FindScheme(session, [rest]);
        var overs = OverOption.Take(session, options);
        var (isSorted, isDescending, keepsMissing) = (options.Take("sort"), options.Take("descending", 4), options.Take("missing", 4));
        var (label, format) = PieLabel(options);
        var inks = Inks(options, scheme);
        options.TakeText("line", out _);
        options.TakeText("angle0", out _);
        var graph = GraphOptions.Take(session, options);
        options.Finish();
        GraphStore.Check(session, graph);

        var variables = VariableList.Existing(session.Data, syntax.Before);
        int[] rows = [.. syntax.Selected()];
        List<(string Name, double Value)> parts = overs.Count > 0
            ? [.. CategoryLayout.Groups(session, overs[0], rows, keepsMissing, _ => 0).Select(group => (group.Name, variables.Count == 0 ? group.Rows.Length : Sum(variables[0], group.Rows)))]
            : variables.Count > 0 ? variables.ConvertAll(variable => (TwowayPlot.TitleOf(variable), Sum(variable, rows))) : throw new StataError(100, "varlist required");
        parts.RemoveAll(part => part.Value == 0);
        if (parts.Count == 0)
        {
            throw new StataError(2000, "no observations");
        }

        if (parts.Exists(part => part.Value < 0))
        {
            throw new StataError(411, "negative values encountered");
        }

        if (isSorted)
        {
            parts = [.. parts.OrderBy(part => part.Value)];
        }

        if (isDescending)
        {
            parts.Reverse();
        }

        var total = parts.Sum(part => part.Value);
        Slice[] slices = [.. parts.Select((part, at) => new Slice(part.Value, inks.GetValueOrDefault(at, scheme.Color(at)), label switch
        {
            "percent" => (format ?? DisplayFormat.Number('g', 5, 4)).Bare(100 * part.Value / total) + "%",
            "sum" => (format ?? DisplayFormat.Float).Bare(part.Value),
            "name" => part.Name,
            _ => "",
        }))];
        LegendEntry[] entries = [.. parts.Select((part, at) => new LegendEntry([part.Name], LayerKind.Bars, null, null, slices[at].Fill))];
        GraphStore.Put(session, graph, graph.Page("graph pie" + rest) with
        {
            Panels = [new Panel { Slices = slices }],
            Legend = graph.Legend.Build(entries, isUsual: true),
        });
    }

    private static double Sum(Variable variable, int[] rows) =>
        variable.IsText ? throw StataError.TypeMismatch() : rows.Select(variable.Number).Where(value => !Missing.Is(value)).Sum();

    private static (string? What, DisplayFormat? Format) PieLabel(OptionSet options)
    {
        if (!options.TakeText("plabel", out var text, 4))
        {
            return (null, null);
        }

        var (content, suboptions) = OptionWords.Split(text);
        var format = suboptions.TakeText("format", out var given, 4) ? DisplayFormat.Parse(given) ?? throw new StataError(120, "invalid format") : null;
        suboptions.TakeText("size", out _, 3);
        suboptions.TakeText("color", out _, 3);
        suboptions.TakeText("gap", out _);
        suboptions.Finish();
        return OptionWords.List(content) is ["_all", "percent" or "sum" or "name"] words ? (words[1], format) : throw StataError.NotImitated($"plabel({content})");
    }

    private static Dictionary<int, Ink> Inks(OptionSet options, Scheme scheme)
    {
        var inks = new Dictionary<int, Ink>();
        while (options.TakeText("pie", out var text))
        {
            var (which, look) = OptionWords.Split(text);
            var ink = look.TakeText("color", out var word, 3) ? StandIn.Graphs.Looks.Inks.Parse(word, scheme) ?? throw StyleOptions.NoColor(word) : (Ink?)null;
            if (look.Take("explode"))
            {
                throw StataError.NotImitated("exploded slices");
            }

            look.Finish();
            if (ink is { } chosen)
            {
                foreach (var number in NumberList.Parse(which))
                {
                    inks[(int)number - 1] = chosen;
                }
            }
        }

        return inks;
    }
}
