using StataRuns.StandIn.Commands.Files;
using StataRuns.StandIn.Graphs.Pages;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary><c>graph combine name|file.gph …  [, rows() cols() xcommon ycommon title() name()]</c></summary>
internal static class CombineCommand
{
    public static void Run(Session session, string rest)
    {
        var (names, options) = OptionWords.Split(rest);
        var rows = (int?)options.TakeNumber("rows", 1);
        var columns = (int?)options.TakeNumber("cols", 1);
        var (sharesX, sharesY) = (options.Take("xcommon", 4), options.Take("ycommon", 4));
        options.Take("altshrink");
        options.TakeText("iscale", out var scale);
        options.TakeText("imargin", out _);
        var holes = options.TakeText("holes", out _);
        var graph = GraphOptions.Take(session, options);
        options.Finish();
        if (holes)
        {
            throw StataError.NotImitated("graph combine, holes()");
        }

        GraphStore.Check(session, graph);
        Page[] parts = [.. OptionWords.List(names).Select(name => Find(session, name))];
        if (parts.Length == 0)
        {
            throw new StataError(198, "names of graphs required");
        }

        if (scale.Length > 0)
        {
            var factor = AxisOptions.Number(scale.TrimStart('*')) is > 0 and < 20 and var number ? number : throw OptionWords.Wrong("iscale");
            parts = Array.ConvertAll(parts, part => part with { Scale = part.Scale * factor });
        }

        parts = sharesX ? Shared(parts, panel => panel.X, (panel, axis) => panel with { X = axis }) : parts;
        parts = sharesY ? Shared(parts, panel => panel.Y, (panel, axis) => panel with { Y = axis }) : parts;
        var across = columns is > 0 and var given ? Math.Min(given, parts.Length)
            : rows is > 0 and var down ? (parts.Length + down - 1) / down
            : (int)Math.Ceiling(Math.Sqrt(parts.Length));
        GraphStore.Put(session, graph, graph.Page("graph combine" + rest) with { Parts = parts, Columns = across });
    }

    private static Page Find(Session session, string name)
    {
        if (session.Graphs.Find(name) is { } page)
        {
            return page;
        }

        var file = FileNames.WithExtension(name, ".gph");
        return FileNames.Exists(file) ? GraphFileCommands.Read(file) : throw MemoryCommands.NotFound(name);
    }

    private static Page[] Shared(Page[] parts, Func<Panel, Axis?> of, Func<Panel, Axis, Panel> with)
    {
        Axis[] axes = [.. parts.SelectMany(part => part.Panels).Select(of).OfType<Axis>()];
        if (axes.Length == 0)
        {
            return parts;
        }

        var (low, high) = (axes.Min(axis => axis.Low), axes.Max(axis => axis.High));
        return Array.ConvertAll(parts, part => part with
        {
            Panels = Array.ConvertAll(part.Panels, panel => of(panel) is { } axis ? with(panel, axis with { Low = low, High = high }) : panel),
        });
    }
}
